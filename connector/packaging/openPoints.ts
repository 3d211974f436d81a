import type { Environment } from './environment.ts';

const placeholder = /^0{8}-0{4}-0{4}-0{4}-0{11}[\da-f]$/;
const ids = ['tenantId', 'apiClientId', 'connectorClientId'] as const;

/** What an environment still lacks for its packages to be of use, each with what to do; nothing when all is there. */
export function openPoints(environment: Environment): readonly string[] {
  const placeholders = ids.filter((name) => placeholder.test(environment[name]));
  return [
    ...(placeholders.length > 0
      ? [
          `${placeholders.join(', ')} ${placeholders.length === 1 ? 'holds' : 'hold'} a placeholder of zeros: put your own into the file of environments, and the host of your back end, and run this again; nobody could sign in.`,
        ]
      : []),
    ...(environment.connectorInternalId === undefined
      ? [
          'import the connector first, then put its internal id into the file of environments as connectorInternalId (pac connector list shows it) and run this again; until then the flows carry a name that the import may not resolve.',
        ]
      : []),
  ];
}
