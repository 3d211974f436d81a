import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exampleRequest } from '../../functions/subjectRightsRequests/exampleRequest.ts';
import {
  lookAtRequest,
  type RequestState,
  reminderPassed,
} from '../../functions/subjectRightsRequests/requestChange.ts';
import type { SubjectRightsRequest } from '../../functions/subjectRightsRequests/subjectRightsRequest.ts';

const now = new Date('2026-11-26T08:00:00.000Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const dueIn = (days: number, from = now) => new Date(from.getTime() + days * dayMs).toISOString();
const request: SubjectRightsRequest = { ...exampleRequest, dueAt: dueIn(20.5) };

const after = (earlier: SubjectRightsRequest, later: SubjectRightsRequest, passedMs = 0) => {
  const { state } = lookAtRequest(earlier, { since: now }, now);
  return lookAtRequest(later, { state }, new Date(now.getTime() + passedMs)).change;
};

test('tells nothing of a request that is as it was', () => {
  assert.equal(after(request, request), undefined);
});

test('tells a change though its time is the same, and none of what is found meanwhile', () => {
  assert.deepEqual(after(request, { ...request, assignedTo: 'Grady Archie' })?.what, ['updated']);
  const found = { ...request, insight: { itemCount: 99 }, history: [{ event: 'search' }], daysLeft: 3 };
  assert.equal(after(request, found), undefined);
});

test('tells the stages that went on, whatever order they come in', () => {
  const stages = [
    { stage: 'generateReport', status: 'current' },
    { stage: 'contentReview', status: 'completed' },
    { stage: 'contentRetrieval', status: 'completed' },
    { stage: 'caseResolved', status: 'notStarted' },
  ] as const;
  const change = after(request, { ...request, stages: [...stages] });
  assert.deepEqual(change, { requestId: request.requestId, what: ['updated'], stages: stages.slice(0, 2) });
  assert.equal(after(request, { ...request, stages: request.stages.toReversed() }), undefined);
});

test('tells that it was closed, and no due date from then on', () => {
  const closed: SubjectRightsRequest = { ...request, status: 'closed', closedAt: now.toISOString() };
  assert.deepEqual(after(request, closed)?.what, ['closed']);
  assert.equal(after(closed, closed, 30 * dayMs), undefined);
  assert.deepEqual(after(closed, { ...closed, description: 'Filed.' })?.what, ['updated']);
});

test('looks back to what was created or changed since, and to reminders of that time', () => {
  const since = new Date(now.getTime() - dayMs);
  const at = (created: number, updated: number, due: number) => ({
    ...request,
    createdAt: dueIn(-created),
    updatedAt: dueIn(-updated),
    dueAt: dueIn(due),
  });
  const changeOf = (found: SubjectRightsRequest, from = since) => lookAtRequest(found, { since: from }, now).change;
  assert.deepEqual(changeOf(at(0.5, 0.5, 60))?.what, ['created']);
  assert.deepEqual(changeOf(at(9, 0.5, 60))?.what, ['updated']);
  const { what, due } = changeOf(at(9, 9, 13.5)) ?? {};
  assert.deepEqual([what, due], [[], { from: 15, to: 14 }]);
  assert.deepEqual(changeOf(at(9, 9, 13.5), new Date(0)), {
    requestId: request.requestId,
    what: ['created'],
    stages: [],
    due: { to: 14 },
  });
  // What is new has been reminded of nothing, with or without a time that it was created at.
  assert.deepEqual(changeOf(at(0.5, 0.5, 13.5))?.due, { to: 14 });
  const { createdAt: _createdAt, ...timeless } = at(9, 9, 13.5);
  const { what: found, due: left } = changeOf(timeless, new Date(0)) ?? {};
  assert.deepEqual([found, left], [['created'], { to: 14 }]);
});

test('counts no days once the due date is past', () => {
  const past = { ...request, dueAt: dueIn(-1.5) };
  assert.equal(after(past, past, 10 * dayMs), undefined);
});

test('reminds of the nearest threshold only, and again when the due date moves', () => {
  const thresholds = [14, 7, 2];
  assert.equal(reminderPassed({ requestId: 'r', what: [], stages: [] }, thresholds), undefined);
  const reminded = (earlier: number, later: number, passedMs: number) => {
    const change = after({ ...request, dueAt: dueIn(earlier) }, { ...request, dueAt: dueIn(later) }, passedMs);
    return change && reminderPassed(change, thresholds);
  };
  assert.equal(reminded(15.5, 15.5, dayMs), undefined);
  assert.equal(reminded(15.5, 15.5, 2 * dayMs), 14);
  // The flow was off for two weeks.
  assert.equal(reminded(15.5, 15.5, 14 * dayMs), 2);
  assert.equal(reminded(30, 6, 0), 7);
  assert.equal(reminded(1, 6, 0), 7);
  assert.equal(reminded(6, 30, 0), undefined);
});

test('gives each reminder once, however often and when it is looked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 * 24 }), { minLength: 1, maxLength: 60 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 40 * 24 }),
      (hours, thresholds, dueInHours) => {
        const found = { ...request, dueAt: new Date(now.getTime() + dueInHours * hourMs).toISOString() };
        let state: RequestState = lookAtRequest(found, { since: now }, now).state;
        let at = now.getTime();
        const given: number[] = [];
        const daysAt = () => Math.max(Math.ceil((Date.parse(found.dueAt) - at) / dayMs), -1);
        const first = daysAt();
        for (const step of hours) {
          at += step * hourMs;
          const looked = lookAtRequest(found, { state }, new Date(at));
          state = looked.state;
          const reminder = looked.change && reminderPassed(looked.change, thresholds);
          if (reminder !== undefined) given.push(reminder);
        }
        // Each once, nearer and nearer, none that was passed before or that is still to come.
        assert.deepEqual(
          given,
          [...new Set(given)].sort((one, other) => other - one),
        );
        for (const days of given) assert.ok(days < first && days >= daysAt());
        const passed = thresholds.filter((days) => days < first && days >= daysAt());
        if (passed.length > 0) assert.equal(given.at(-1), Math.min(...passed));
        else assert.deepEqual(given, []);
      },
    ),
  );
});
