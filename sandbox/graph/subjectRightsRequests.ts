import { findUser } from '../contoso/users.ts';
import { type Fields, fieldsOf, isFields, memberOf, stringOf } from './bodyFields.ts';
import type { Clock } from './clock.ts';
import { badRequest, notFound } from './graphError.ts';
import { identityOf } from './graphIdentity.ts';
import { type GraphCall, type GraphRoute, wantsUnknownEnumMembers } from './graphRoute.ts';
import { refuseUnknownOptions } from './odata/listQuery.ts';
import { skipTokenPage } from './skipTokenPage.ts';
import {
  type NewRequestRecord,
  type Note,
  type RequestRecord,
  requestTypes,
  type SubjectRightsRequestStore,
} from './subjectRightsRequestStore.ts';

const read = { delegated: ['SubjectRightsRequest.Read.All', 'SubjectRightsRequest.ReadWrite.All'], application: [] };
const write = { delegated: ['SubjectRightsRequest.ReadWrite.All'], application: [] };
const dataSubjectTypes = [
  'customer',
  'currentEmployee',
  'formerEmployee',
  'prospectiveEmployee',
  'student',
  'teacher',
  'faculty',
  'other',
] as const;
const pageSize = 20;

/** `/security/subjectRightsRequests`, for people only; lists take no OData options, and little can be changed. */
export function subjectRightsRequestRoutes(requests: SubjectRightsRequestStore, clock: Clock): GraphRoute[] {
  const collection = '/security/subjectRightsRequests';
  const context = 'security/subjectRightsRequests';
  return [
    {
      method: 'GET',
      path: collection,
      permissions: read,
      answer: (call) =>
        skipTokenPage(call, {
          context,
          records: () => requests.all().map((request) => presented(call, request)),
          pageSize,
        }),
    },
    {
      method: 'POST',
      path: collection,
      permissions: write,
      answer(call) {
        const by = identityOf(call.caller);
        const created = requests.add({ ...newRequest(call.body), createdBy: by, lastModifiedBy: by });
        return { status: 201, body: entity(call, presented(call, created)) };
      },
    },
    {
      method: 'GET',
      path: `${collection}/{requestId}`,
      permissions: read,
      answer(call) {
        refuseUnknownOptions(call.query, new Set());
        return { status: 200, body: entity(call, presented(call, existing(requests, call))) };
      },
    },
    {
      method: 'PATCH',
      path: `${collection}/{requestId}`,
      permissions: write,
      answer(call) {
        const { id } = existing(requests, call);
        const lastModifiedBy = identityOf(call.caller);
        const changed = requests.change(id, { ...requestChanges(call.body), lastModifiedBy });
        return { status: 200, body: entity(call, presented(call, changed)) };
      },
    },
    {
      method: 'GET',
      path: `${collection}/{requestId}/notes`,
      permissions: read,
      answer: (call) => {
        const { id } = existing(requests, call);
        return skipTokenPage(call, {
          context: `${context}('${id}')/notes`,
          records: () => requests.notesOf(id),
          pageSize,
        });
      },
    },
    {
      method: 'POST',
      path: `${collection}/{requestId}/notes`,
      permissions: write,
      answer(call) {
        const { id } = existing(requests, call);
        const notes = requests.notesOf(id);
        const { userId = null, displayName } = call.caller;
        const note: Note = {
          id: `${id}-${notes.length + 1}`,
          author: { id: userId, displayName },
          content: noteContent(call.body),
          createdDateTime: clock.timestamp(),
        };
        notes.push(note);
        return { status: 201, body: entity(call, note) };
      },
    },
    fileRoute('getFinalReport', 'application/octet-stream', (id) => requests.report(id)),
    fileRoute('getFinalAttachment', 'application/zip', (id) => requests.attachment(id)),
  ];

  function fileRoute(name: string, mediaType: string, bytesOf: (id: string) => Uint8Array): GraphRoute {
    return {
      method: 'GET',
      path: `${collection}/{requestId}/${name}`,
      permissions: read,
      answer(call) {
        const { id, stages } = existing(requests, call);
        const isThere = stages.some(({ stage, status }) => stage === 'generateReport' && status === 'completed');
        if (!isThere) throw notFound(`The result of ${name} for request '${id}'`);
        return { status: 200, bytes: bytesOf(id), headers: { 'content-type': mediaType } };
      },
    };
  }
}

function existing(requests: SubjectRightsRequestStore, call: GraphCall): RequestRecord {
  const id = call.param('requestId');
  const request = requests.get(id);
  if (!request) throw notFound(`Subject rights request '${id}'`);
  return request;
}

const entity = (call: GraphCall, body: Fields): Fields => ({
  '@odata.context': `${call.origin}/v1.0/$metadata#security/subjectRightsRequests/$entity`,
  ...body,
});

/** `approval` is a stage newer than the sentinel of its enumeration. */
function presented(call: GraphCall, request: RequestRecord): Fields {
  if (wantsUnknownEnumMembers(call.headers)) return request;
  const stages = request.stages.map((entry) =>
    entry.stage === 'approval' ? { ...entry, stage: 'unknownFutureValue' } : entry,
  );
  return { ...request, stages };
}

const settable = ['assignedTo', 'description', 'displayName', 'internalDueDateTime'];

function requestChanges(body: unknown): NewRequestRecord {
  const { '@odata.type': _type, ...fields } = fieldsOf(body);
  const [fixed] = Object.keys(fields).filter((name) => !settable.includes(name));
  if (fixed !== undefined) throw badRequest(`The property '${fixed}' of a subject rights request cannot be updated.`);
  const { assignedTo, description, displayName, internalDueDateTime } = fields;
  return {
    ...(assignedTo !== undefined && { assignedTo: identity(assignedTo) }),
    ...(description !== undefined && { description: stringOf('description', description) }),
    ...(displayName !== undefined && { displayName: stringOf('displayName', displayName) }),
    ...(internalDueDateTime !== undefined && { internalDueDateTime: dateTime(internalDueDateTime) }),
  };
}

function identity(value: unknown): { id: string; displayName: string } {
  const id = stringOf('assignedTo.id', fieldsOf(value).id);
  const user = findUser(id);
  if (!user) throw badRequest(`The user '${id}' of 'assignedTo' does not exist.`);
  return { id: user.id, displayName: user.displayName };
}

/** http://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html, dateTimeOffsetValue */
const dateTimeOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

function dateTime(value: unknown): string {
  const text = stringOf('internalDueDateTime', value);
  if (!dateTimeOffset.test(text) || Number.isNaN(Date.parse(text)))
    throw badRequest("The property 'internalDueDateTime' must be a DateTimeOffset.");
  return new Date(text).toISOString();
}

const known = [
  'contentQuery',
  'dataSubject',
  'dataSubjectType',
  'description',
  'displayName',
  'externalId',
  'includeAllVersions',
  'includeAuthoredContent',
  'internalDueDateTime',
  'mailboxLocations',
  'pauseAfterEstimate',
  'regulations',
  'siteLocations',
  'type',
  'approvers',
  'collaborators',
];

function newRequest(body: unknown): NewRequestRecord {
  const { '@odata.type': _type, ...fields } = fieldsOf(body);
  const [unknown] = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' cannot be set on a new request.`);
  const { approvers, collaborators: _collaborators, internalDueDateTime, mailboxLocations, siteLocations } = fields;
  const type = memberOf('type', fields.type, requestTypes);
  if (type === 'delete' && !(Array.isArray(approvers) && approvers.length > 0))
    throw badRequest('A request to delete needs approvers.');
  return {
    ...fields,
    type,
    displayName: stringOf('displayName', fields.displayName),
    dataSubject: { ...fieldsOf(fields.dataSubject) },
    dataSubjectType: memberOf('dataSubjectType', fields.dataSubjectType, dataSubjectTypes),
    mailboxLocations: location('Mailbox', mailboxLocations),
    siteLocations: location('Site', siteLocations),
    ...(internalDueDateTime !== undefined && { internalDueDateTime: dateTime(internalDueDateTime) }),
  };
}

function location(kind: 'Mailbox' | 'Site', value: unknown): Record<string, unknown> | null {
  if (value === undefined) return null;
  const type = isFields(value) ? value['@odata.type'] : undefined;
  const base = '#microsoft.graph.subjectRightsRequest';
  if (type !== `${base}All${kind}Location` && type !== `${base}Enumerated${kind}Location`)
    throw badRequest(`'${type}' is no type of ${kind.toLowerCase()} location.`);
  return { ...fieldsOf(value) };
}

function noteContent(body: unknown): Note['content'] {
  const { content } = fieldsOf(body);
  const { contentType, content: text } = fieldsOf(content);
  return {
    contentType: memberOf('content.contentType', contentType, ['text', 'html']),
    content: stringOf('content.content', text),
  };
}
