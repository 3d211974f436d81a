import { operation } from '../../runtime/operation.ts';
import { pagedList, pageParameters, pageProperties } from '../../runtime/pagedList.ts';
import { severities } from '../alertEnums.ts';
import { ourProducts } from '../alertPages.ts';
import { filtersOfGraph, ownFilters } from '../lists/alertListParameters.ts';
import { exampleIncident } from './exampleIncident.ts';
import { incidentSchema } from './incident.ts';
import type { IncidentsFor } from './incidentsOfGraph.ts';

interface Dependencies {
  readonly incidentsFor: IncidentsFor;
  readonly publicBaseUrl: string;
}

const path = '/incidents';
const { classification, determination, assignedTo, createdAfter, createdBefore, updatedAfter, updatedBefore } =
  filtersOfGraph;

const only = <const T extends object>(filter: T, description: string) => ({ ...filter, description });

export const listIncidents = operation({
  operationId: 'ListIncidents',
  method: 'GET',
  path,
  summary: 'List incidents',
  description:
    'Lists incidents that hold a data loss prevention, insider risk or cloud app alert, with their alerts in short, at most 50 at once. Microsoft Graph filters by severity, status, classification, determination, owner and times. Product, policy and user are looked for in the alerts, so a page may hold fewer incidents, or none, though more follow. Merged incidents are left out.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityIncident.Read.All'], application: ['SecurityIncident.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    product: {
      in: 'query',
      type: 'string',
      enum: ourProducts,
      'x-ms-summary': 'Product',
      description: 'Only incidents with an alert of this product.',
    },
    minimumSeverity: {
      in: 'query',
      type: 'string',
      enum: severities,
      'x-ms-summary': 'Minimum Severity',
      description: 'Only incidents at least as grave as this.',
    },
    status: {
      in: 'query',
      type: 'string',
      // Graph may refuse to filter by a member that is newer than its sentinel, and merged incidents are left out.
      enum: ['active', 'inProgress', 'resolved'],
      'x-ms-summary': 'Status',
      description: 'Only incidents whose handling has come this far.',
    },
    policy: only(ownFilters.policy, 'Only incidents with an alert of the policy with this name or id.'),
    user: only(ownFilters.user, 'Only incidents about the user with this principal name, object id or pseudonym.'),
    classification: only(classification, 'Only incidents that were classified so.'),
    determination: only(determination, 'Only incidents that turned out to be this.'),
    assignedTo: only(assignedTo, 'Only incidents that this user principal name handles.'),
    createdAfter: only(createdAfter, 'Only incidents created at this time or later.'),
    createdBefore: only(createdBefore, 'Only incidents created before this time.'),
    updatedAfter: only(updatedAfter, 'Only incidents changed at this time or later.'),
    updatedBefore: only(updatedBefore, 'Only incidents last changed before this time.'),
    // Graph answers 400 to more.
    ...pageParameters(50),
  },
  responses: {
    200: {
      description: 'A page of incidents.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            items: incidentSchema,
            'x-ms-summary': 'Incidents',
            description: 'The incidents.',
          },
          ...pageProperties,
        },
        required: ['value', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { minimumSeverity: 'medium', status: 'active' },
    reply: { status: 200, body: { value: [exampleIncident], unreadable: 0 } },
  },
  handler: async ({ incidentsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => ({
    status: 200,
    body: await pagedList({ address: new URL(`/api${path}`, publicBaseUrl), parameters }, (filter, place) =>
      incidentsFor(caller).list(filter, place),
    ),
  }),
});
