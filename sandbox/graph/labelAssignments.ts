import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DriveItem } from './driveStore.ts';

/** What is put on an item; without an id, its label is taken off. */
export interface LabelAssignment {
  sensitivityLabelId: string | undefined;
  assignmentMethod: string;
}

/** Labels on their way to their files, and the addresses where their progress can be seen. */
export interface LabelAssignments {
  /** How often the monitor still says `inProgress`; for assignments that begin from now on. */
  looksUntilDone: number;
  /** Given: those that begin from now on end as failed, with this reason. */
  failure: string | undefined;
  /** Starts one; gives the address of its monitor, below the origin. */
  begin(item: DriveItem, assignment: LabelAssignment): string;
  /** Forgets them all, as SharePoint does after a while. */
  forget(): void;
  /** Answers a request of a monitor, as SharePoint does. */
  answerMonitor(request: IncomingMessage, response: ServerResponse): void;
}

export const monitorPath = '/_api/v2.0/monitor/';

interface Job {
  item: DriveItem;
  assignment: LabelAssignment;
  tempAuth: string;
  looksLeft: number;
  failure: string | undefined;
}

export function createLabelAssignments(): LabelAssignments {
  const jobs = new Map<string, Job>();

  const status = (job: Job, id: string): { code: number; body: Readonly<Record<string, unknown>> } => {
    if (job.looksLeft > 0) {
      job.looksLeft -= 1;
      return { code: 202, body: { operation: 'assignSensitivityLabel', percentageComplete: 50, status: 'inProgress' } };
    }
    if (job.failure !== undefined) {
      const error = { code: 'generalException', message: job.failure };
      return { code: 200, body: { id, percentageComplete: 0, status: 'failed', error } };
    }
    const { sensitivityLabelId, assignmentMethod } = job.assignment;
    if (sensitivityLabelId === undefined) delete job.item.sensitivityLabel;
    else job.item.sensitivityLabel = { sensitivityLabelId, assignmentMethod };
    return { code: 200, body: { id, percentageComplete: 100, resourceId: job.item.id, status: 'completed' } };
  };

  const assignments: LabelAssignments = {
    looksUntilDone: 0,
    failure: undefined,
    begin(item, assignment) {
      const id = randomUUID();
      const tempAuth = `v1.${randomBytes(48).toString('base64url')}`;
      const { looksUntilDone: looksLeft, failure } = assignments;
      jobs.set(id, { item, assignment, tempAuth, looksLeft, failure });
      return `${monitorPath}${id}?tempAuth=${tempAuth}`;
    },
    forget: () => jobs.clear(),
    answerMonitor(request, response) {
      const [path = '', query] = (request.url ?? '').split('?');
      const id = path.slice(monitorPath.length);
      const job = jobs.get(id);
      const hasSecret = new URLSearchParams(query).get('tempAuth') === job?.tempAuth;
      // SharePoint takes a token of Graph for one of its own, and refuses it for its audience.
      if (request.headers.authorization !== undefined) {
        reply(response, 401, { error: { code: 'unauthenticated', message: 'Invalid audience.' } });
      } else if (request.method !== 'GET') {
        reply(response, 405, { error: { code: 'notAllowed', message: 'Only GET is supported.' } });
      } else if (!job || !hasSecret) {
        reply(response, 404, { error: { code: 'itemNotFound', message: 'The operation was not found.' } });
      } else {
        const { code, body } = status(job, id);
        reply(response, code, body);
      }
    },
  };
  return assignments;
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
