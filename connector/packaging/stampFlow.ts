import type { FlowFile } from '../flows/templates.ts';

/** What the flow files call the connector's api; an environment gives it a name of its own. */
export const ownApi = 'shared_purviewresponse';

/** The path under which flows name an api. */
export const apiPath = (name: string): string => `/providers/Microsoft.PowerApps/apis/${name}`;

/** The text of a flow with the connector's internal id in place of the name that the files use. */
export const stampFlow = (flow: FlowFile, connectorInternalId: string): string => {
  const stamped = JSON.stringify(
    flow,
    (key, value: unknown) => {
      if (key === 'apiId' && value === apiPath(ownApi)) return apiPath(connectorInternalId);
      if (key === 'api' && Object(value).name === ownApi) return { ...Object(value), name: connectorInternalId };
      return value;
    },
    2,
  );
  return `${stamped}\n`;
};
