import type { Template } from '../flows/templates.ts';

export interface ConnectionReference {
  readonly logicalName: string;
  /** The api that the connection is of, such as `shared_teams`. */
  readonly api: string;
}

/** The connection references of all flows, each once; throws where two flows take one for different apis. */
export const connectionReferences = (templates: readonly Template[]): readonly ConnectionReference[] => {
  const references = new Map<string, ConnectionReference>();
  for (const { id, flow } of templates) {
    for (const { api, connection } of Object.values(flow.properties.connectionReferences)) {
      const logicalName = connection.connectionReferenceLogicalName;
      const known = references.get(logicalName);
      if (known !== undefined && known.api !== api.name)
        throw new Error(`${id}: ${logicalName} is a connection of ${known.api} in another flow.`);
      references.set(logicalName, { logicalName, api: api.name });
    }
  }
  return [...references.values()].sort((a, b) => (a.logicalName < b.logicalName ? -1 : 1));
};
