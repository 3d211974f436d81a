import { present } from '../integrations/vendorJson/present.ts';
import { invalid } from '../runtime/problem.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { dataSubjectTypes, requestTypes } from './requestEnums.ts';
import { dataSubjectSchema } from './subjectRightsRequest.ts';

const { properties: dataSubject } = dataSubjectSchema;

const people = (summary: string, description: string) =>
  ({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    maxItems: 20,
    'x-ms-summary': summary,
    'x-ms-visibility': 'advanced',
    description,
  }) as const;

const scope = (summary: string, what: string) =>
  ({
    type: 'string',
    enum: ['all', 'listed', 'none'],
    default: 'all',
    'x-ms-summary': summary,
    description: `Whether to search all ${what}, only those listed, or none.`,
  }) as const;

/** What a new request is made of. */
export const newRequestSchema = schema({
  type: 'object',
  properties: {
    displayName: {
      type: 'string',
      'x-ms-summary': 'Request Name',
      description: 'The name of the request, such as Access request of Monica Thompson.',
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
    },
    type: {
      type: 'string',
      enum: requestTypes,
      'x-ms-summary': 'Request Type',
      description: 'Whether data is to be exported, shown, deleted or tagged for action.',
    },
    dataSubject: {
      ...dataSubjectSchema,
      description: 'The person whose data it is about.',
      properties: {
        firstName: { ...dataSubject.firstName, maxLength: 200 },
        lastName: { ...dataSubject.lastName, maxLength: 200 },
        email: { ...dataSubject.email, maxLength: 320 },
        residency: { ...dataSubject.residency, maxLength: 200 },
      },
      required: ['firstName', 'lastName'],
    },
    dataSubjectType: {
      type: 'string',
      enum: dataSubjectTypes,
      'x-ms-summary': 'Data Subject Type',
      description: 'What the person is to your organization.',
    },
    description: {
      type: 'string',
      'x-ms-summary': 'Description',
      description: 'What was asked for, in words.',
      minLength: 1,
      maxLength: 1_000,
    },
    dueAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Due At',
      description: 'When your organization wants it to be done.',
    },
    regulations: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 200 },
      maxItems: 20,
      'x-ms-summary': 'Regulations',
      description: 'The laws that it rests on, such as CCPA.',
    },
    mailboxScope: scope('Mailbox Scope', 'mailboxes'),
    mailboxes: {
      type: 'array',
      items: { type: 'string', format: 'email', maxLength: 320 },
      maxItems: 100,
      'x-ms-summary': 'Mailboxes',
      description: 'The mailboxes to search by their user principal names, with the scope listed.',
    },
    siteScope: scope('Site Scope', 'SharePoint sites'),
    sites: {
      type: 'array',
      items: { type: 'string', format: 'uri', maxLength: 2_000 },
      maxItems: 100,
      'x-ms-summary': 'Sites',
      description: 'The sites to search by their addresses, with the scope listed.',
    },
    contentQuery: {
      type: 'string',
      'x-ms-summary': 'Content Query',
      'x-ms-visibility': 'advanced',
      description: 'What to search for, in the keyword query language (KQL); left out, the name of the person.',
      minLength: 1,
      maxLength: 10_000,
    },
    externalId: {
      type: 'string',
      'x-ms-summary': 'External Id',
      'x-ms-visibility': 'advanced',
      description: 'Its id in another system, such as a ticket number; it cannot be changed later.',
      minLength: 1,
      maxLength: 200,
    },
    includeAllVersions: {
      type: 'boolean',
      'x-ms-summary': 'Include All Versions',
      'x-ms-visibility': 'advanced',
      description: 'Whether to search all versions of documents.',
    },
    includeAuthoredContent: {
      type: 'boolean',
      'x-ms-summary': 'Include Authored Content',
      'x-ms-visibility': 'advanced',
      description: 'Whether to search what the person wrote as well.',
    },
    pauseAfterEstimate: {
      type: 'boolean',
      'x-ms-summary': 'Pause After Estimate',
      'x-ms-visibility': 'advanced',
      description: 'Whether to wait for somebody after the estimate, before anything is retrieved.',
    },
    approverIds: people('Approver Ids', 'Who must approve, by object id; a request to delete needs some.'),
    collaboratorIds: people('Collaborator Ids', 'Who else works on it, by object id.'),
  },
  required: ['displayName', 'type', 'dataSubject', 'dataSubjectType'],
});

export type NewRequest = Infer<typeof newRequestSchema>;

/** The body of Graph's POST; https://learn.microsoft.com/graph/api/security-post-subjectrightsrequests */
export function toGraphRequest(request: NewRequest): object {
  const { dueAt, mailboxScope, mailboxes, siteScope, sites, approverIds, collaboratorIds, ...same } = request;
  return present({
    ...same,
    internalDueDateTime: dueAt === undefined ? undefined : new Date(dueAt).toISOString(),
    mailboxLocations: location('mailbox', mailboxScope, mailboxes),
    siteLocations: location('site', siteScope, sites),
    approvers: approverIds?.map((id) => ({ id })),
    collaborators: collaboratorIds?.map((id) => ({ id })),
  });
}

const places = {
  mailbox: { field: 'mailboxes', type: 'Mailbox', list: 'userPrincipalNames' },
  site: { field: 'sites', type: 'Site', list: 'urls' },
} as const;

function location(kind: keyof typeof places, chosen: NewRequest['mailboxScope'], listed: readonly string[] = []) {
  const { field, type, list } = places[kind];
  if (chosen === 'listed' && listed.length === 0)
    throw invalid(field, `name at least one, or choose another ${kind} scope`);
  if (chosen !== 'listed' && listed.length > 0) throw invalid(field, `goes with the ${kind} scope listed only`);
  const typeOf = (which: string) => ({ '@odata.type': `#microsoft.graph.subjectRightsRequest${which}${type}Location` });
  if (chosen === 'none') return undefined;
  return chosen === 'all' ? typeOf('All') : { ...typeOf('Enumerated'), [list]: listed };
}
