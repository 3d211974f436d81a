import { createHash } from 'node:crypto';
import type { Before } from '../changes/changeLog.ts';
import { daysLeft } from './daysLeft.ts';
import type { SubjectRightsRequest } from './subjectRightsRequest.ts';

type Stages = SubjectRightsRequest['stages'];

/** What is remembered of a request: nothing of what it says about anybody. */
export interface RequestState {
  /** Differs when anything that people set or that the service did differs. */
  readonly version: string;
  readonly status: SubjectRightsRequest['status'];
  /** By stage. */
  readonly stages: Readonly<Record<string, string>>;
  readonly dueAt?: string;
  readonly daysLeft?: number;
}

/** What happened to a request between two looks at it. */
export interface RequestChange {
  readonly requestId: string;
  readonly what: ('created' | 'updated' | 'closed')[];
  /** The stages that went on. */
  readonly stages: { readonly stage: Stages[number]['stage']; readonly status: Stages[number]['status'] }[];
  /** Days left before and now, when a day has passed or the due date has moved. */
  readonly due?: { readonly from?: number; readonly to: number };
}

/** Compares a request with what is remembered of it. */
export function lookAtRequest(
  request: SubjectRightsRequest,
  before: Before<RequestState>,
  now: Date,
): { readonly state: RequestState; readonly change?: RequestChange } {
  const state = stateOf(request, now);
  const due = dueChange(state, before, request);
  const [what, stages] =
    'state' in before ? sinceState(request, state, before.state) : [sinceTime(request, before), []];
  if (what.length === 0 && stages.length === 0 && due === undefined) return { state };
  return { state, change: { requestId: request.requestId, what, stages, ...(due && { due }) } };
}

function stateOf(request: SubjectRightsRequest, now: Date): RequestState {
  // What was found changes all the time while it is searched for, and the days left do by themselves.
  const { insight: _found, history: _told, daysLeft: _left, stages, ...told } = request;
  const progress = Object.fromEntries(stages.map(({ stage, status }) => [stage, status]).sort());
  const version = createHash('sha256')
    .update(JSON.stringify([told, progress]))
    .digest('base64url')
    .slice(0, 22);
  const { status, dueAt } = request;
  const isOpen = status !== 'closed';
  return {
    version,
    status,
    stages: progress,
    ...(dueAt !== undefined && isOpen && { dueAt, daysLeft: Math.max(daysLeft(dueAt, now), overdue) }),
  };
}

// The days after the due date are all one.
const overdue = -1;

function sinceState(
  { stages, status }: SubjectRightsRequest,
  { version }: RequestState,
  before: RequestState,
): [RequestChange['what'], RequestChange['stages']] {
  const moved = stages
    .filter(({ stage, status: progress }) => before.stages[stage] !== progress)
    .map(({ stage, status: progress }) => ({ stage, status: progress }));
  if (version === before.version) return [[], moved];
  return [[status === 'closed' && before.status !== 'closed' ? 'closed' : 'updated'], moved];
}

/** Never seen before: new, unless it is older than what is looked back to. */
function sinceTime({ createdAt, updatedAt }: SubjectRightsRequest, { since }: { readonly since: Date }) {
  const isSince = (time: string | undefined) => time !== undefined && new Date(time) >= since;
  const what: RequestChange['what'] = [];
  if (isSince(createdAt) || since.getTime() === 0) what.push('created');
  else if (isSince(updatedAt)) what.push('updated');
  return what;
}

function dueChange(
  state: RequestState,
  before: Before<RequestState>,
  { createdAt }: SubjectRightsRequest,
): RequestChange['due'] {
  const { dueAt, daysLeft: to } = state;
  if (dueAt === undefined || to === undefined) return undefined;
  if ('state' in before) {
    const { state: earlier } = before;
    // A new due date counts anew: reminders that it has already passed are given once.
    if (earlier.dueAt !== dueAt) return { to };
    return earlier.daysLeft === to
      ? undefined
      : { ...(earlier.daysLeft !== undefined && { from: earlier.daysLeft }), to };
  }
  const isNew = createdAt !== undefined && new Date(createdAt) >= before.since;
  if (isNew || before.since.getTime() === 0) return { to };
  const from = Math.max(daysLeft(dueAt, before.since), overdue);
  return from === to ? undefined : { from, to };
}

/** The reminder that has come due: of the thresholds that were passed, the one nearest to the due date. */
export function reminderPassed({ due }: RequestChange, thresholds: readonly number[]): number | undefined {
  if (due === undefined) return undefined;
  const { from = Number.POSITIVE_INFINITY, to } = due;
  const passed = thresholds.filter((days) => to <= days && days < from);
  return passed.length === 0 ? undefined : Math.min(...passed);
}
