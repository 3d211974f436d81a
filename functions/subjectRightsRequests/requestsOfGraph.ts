import type { Download, Graph, GraphClients } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import { readList } from '../integrations/graph/readList.ts';
import type { Caller } from '../runtime/caller.ts';
import type { Listed, Place } from '../runtime/pagedList.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { type RequestNote, toRequestNote } from './requestNote.ts';
import type { SubjectRightsRequest } from './subjectRightsRequest.ts';
import { toSubjectRightsRequest } from './toSubjectRightsRequest.ts';

/** The subject rights requests that a person may see and change; Graph offers them to nobody else. */
export interface RequestsOfGraph {
  list(place: Place, fits: (request: SubjectRightsRequest) => boolean): Promise<Listed<SubjectRightsRequest>>;
  /** All of them, for lack of a way to ask for those that changed. */
  all(): Promise<SubjectRightsRequest[]>;
  get(requestId: string): Promise<SubjectRightsRequest>;
  /** Creates a request from a body of Graph's; never twice for one call. */
  create(body: object): Promise<SubjectRightsRequest>;
  /** Sets the given properties, in Graph's words, and no others. */
  update(requestId: string, changes: object): Promise<SubjectRightsRequest>;
  notes(requestId: string, place: Place): Promise<Listed<RequestNote>>;
  addNote(requestId: string, text: string): Promise<RequestNote>;
  report(requestId: string): Promise<Download>;
  attachment(requestId: string): Promise<Download>;
}

export type RequestsFor = (caller: Caller) => RequestsOfGraph;

const path = '/security/subjectRightsRequests';
const besides =
  'The person also needs a role group such as Subject Rights Request Administrators in the Microsoft Purview portal, under Settings, Roles and scopes.';

/** https://learn.microsoft.com/graph/api/resources/subjectrightsrequest-subjectrightsrequestapioverview */
export const requestsFor =
  (clients: Pick<GraphClients, 'onBehalfOf'>, now: () => Date): RequestsFor =>
  (caller) =>
    requestsOfGraph(clients.onBehalfOf(caller), now);

export function requestsOfGraph(graph: Graph, now: () => Date): RequestsOfGraph {
  const readable = graph.needing({ permission: 'SubjectRightsRequest.Read.All', besides });
  const writable = graph.needing({ permission: 'SubjectRightsRequest.ReadWrite.All', besides });
  const read = (record: unknown) => toSubjectRightsRequest(record, now());
  const theRequest = (record: unknown) => read(record) ?? unusable('it answered with something other than a request.');

  return {
    // Options such as $filter or $top are refused, so none are sent.
    list: (place, fits) => readList(readable, { path, place, read, fits }),
    async all() {
      const requests: SubjectRightsRequest[] = [];
      for await (const { value } of readable.pages(path))
        requests.push(...value.map(read).filter((request) => request !== undefined));
      return requests;
    },
    get: async (requestId) => theRequest(await readable.get(graphPath`/security/subjectRightsRequests/${requestId}`)),
    create: async (body) => theRequest(await writable.post(path, body)),
    update: async (requestId, changes) =>
      theRequest(await writable.patch(graphPath`/security/subjectRightsRequests/${requestId}`, changes)),
    notes: (requestId, place) =>
      readList(readable, {
        path: graphPath`/security/subjectRightsRequests/${requestId}/notes`,
        place,
        read: toRequestNote,
      }),
    async addNote(requestId, text) {
      const content = { contentType: 'text', content: text };
      const note = await writable.post(graphPath`/security/subjectRightsRequests/${requestId}/notes`, { content });
      return toRequestNote(note) ?? unusable('it answered without the note.');
    },
    report: (requestId) => readable.download(graphPath`/security/subjectRightsRequests/${requestId}/getFinalReport`),
    attachment: (requestId) =>
      readable.download(graphPath`/security/subjectRightsRequests/${requestId}/getFinalAttachment`),
  };
}

const unusable = (detail: string): never => {
  throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
};
