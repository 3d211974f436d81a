import type { ChangeLog } from '../changes/changeLog.ts';
import { cursorParameter, loggedProperties, pollReply, pollResponses } from '../changes/pollReply.ts';
import { viewOf } from '../changes/viewOf.ts';
import { operation } from '../runtime/operation.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { exampleRequest } from './exampleRequest.ts';
import { lookAtRequest, type RequestChange, reminderPassed } from './requestChange.ts';
import { requestTypes } from './requestEnums.ts';
import type { RequestsFor } from './requestsOfGraph.ts';
import { type SubjectRightsRequest, stageSchema, subjectRightsRequestSchema } from './subjectRightsRequest.ts';

interface Dependencies {
  readonly changeLog: ChangeLog;
  readonly subjectRightsRequestsFor: RequestsFor;
  readonly publicBaseUrl: string;
}

const path = '/polling/subjectRightsRequests';
const usualReminders = [14, 7, 2];
const mostChanges = 100;

const item = schema({
  type: 'object',
  title: 'SubjectRightsRequestChange',
  properties: {
    ...loggedProperties,
    changes: {
      type: 'array',
      items: { type: 'string', enum: ['created', 'updated', 'closed', 'stage', 'dueSoon'] },
      'x-ms-summary': 'Changes',
      description: 'What happened: it was created, updated or closed, a stage went on, or it is due soon.',
    },
    stages: {
      type: 'array',
      items: stageSchema,
      'x-ms-summary': 'Stages That Went On',
      description: 'The stages that changed, as they were when the change was found.',
    },
    reminderDays: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Reminder Days',
      description: 'Which of the days before due this reminder is for.',
    },
    request: subjectRightsRequestSchema,
  },
  required: ['cursor', 'recordedAt', 'changes', 'request'],
});

type Item = Infer<typeof item>;

export const pollSubjectRightsRequests = operation({
  operationId: 'PollSubjectRightsRequests',
  method: 'GET',
  path,
  summary: 'When a subject rights request changes or nears its due date',
  description:
    'This operation triggers when a subject rights request that you may see is created, changed or closed, when one of its stages goes on, or so many days before it is due. A new flow begins with the changes of the last 24 hours. Several changes between two checks come as one.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  trigger: {
    mode: 'polling',
    hint: 'To see it work now, add a note or change the description of a subject rights request in the Microsoft Purview portal.',
  },
  parameters: {
    cursor: cursorParameter,
    type: {
      in: 'query',
      type: 'string',
      enum: requestTypes,
      'x-ms-summary': 'Request Type',
      description: 'Only requests of this type.',
    },
    notifyOf: {
      in: 'query',
      type: 'string',
      enum: ['everything', 'stages', 'dueDates'],
      default: 'everything',
      'x-ms-summary': 'Notify Of',
      description: 'Everything; only new and closed requests and stages that go on; or only due dates that come near.',
    },
    daysBeforeDue: {
      in: 'query',
      type: 'array',
      items: { type: 'integer', minimum: 0, maximum: 365 },
      maxItems: 10,
      'x-ms-summary': 'Days Before Due',
      description:
        'How many days before the due date to remind, such as 14,7,2, which it is when left out; 0 is when it is due. Each reminder comes once, and again when the due date moves.',
    },
  },
  responses: pollResponses(item, 'The changes since the check before.'),
  example: {
    parameters: { type: 'access', notifyOf: 'dueDates' },
    reply: {
      status: 200,
      headers: { Location: `https://purview-response.example.com/api${path}?cursor=3f9a1c20.7` },
      body: {
        value: [
          {
            cursor: '3f9a1c20.7',
            recordedAt: '2026-11-26T08:05:00.000Z',
            changes: ['dueSoon'],
            reminderDays: 14,
            request: exampleRequest,
          },
        ],
      },
    },
  },
  handler: async (
    { changeLog, subjectRightsRequestsFor, publicBaseUrl }: Dependencies,
    { parameters: { cursor: from, ...filters }, caller },
  ) => {
    const { type, notifyOf, daysBeforeDue: reminders = usualReminders } = filters;
    const requests = subjectRightsRequestsFor(caller);
    const view = {
      view: viewOf('subject rights requests', caller),
      // The requests themselves are not kept, so they are read for every answer.
      rereadAfterMs: 0,
      read: () => requests.all(),
      idOf: ({ requestId }: SubjectRightsRequest) => requestId,
      look: lookAtRequest,
    };
    const words = (change: RequestChange) => wordsOf(change, notifyOf, reminders);
    const { changes, cursor, records } = await changeLog.poll(view, {
      ...(from !== undefined && { cursor: from }),
      most: mostChanges,
      fits: (change) => words(change).length > 0,
    });
    const byId = new Map(records?.map((request) => [request.requestId, request]));
    const items = changes.flatMap(({ change, ...logged }): Item[] => {
      // A request that the person may no longer see is not told of.
      const request = byId.get(change.requestId);
      if (request === undefined || (type !== undefined && request.type !== type)) return [];
      // What became due while the flow was away may be done by now, or have no date any more.
      const told = words(change).filter((word) => word !== 'dueSoon' || request.daysLeft !== undefined);
      if (told.length === 0) return [];
      const reminderDays = told.includes('dueSoon') ? reminderPassed(change, reminders) : undefined;
      return [
        {
          ...logged,
          changes: told,
          ...(change.stages.length > 0 && { stages: [...change.stages] }),
          ...(reminderDays !== undefined && { reminderDays }),
          request,
        },
      ];
    });
    return pollReply({ publicBaseUrl, path, filters, cursor, items });
  },
});

function wordsOf(
  change: RequestChange,
  notifyOf: 'everything' | 'stages' | 'dueDates',
  reminders: readonly number[],
): Item['changes'] {
  const isDue = notifyOf !== 'stages' && reminderPassed(change, reminders) !== undefined;
  const what = notifyOf === 'everything' ? change.what : change.what.filter((word) => word !== 'updated');
  return [
    ...(notifyOf === 'dueDates' ? [] : what),
    ...(notifyOf !== 'dueDates' && change.stages.length > 0 ? (['stage'] as const) : []),
    ...(isDue ? (['dueSoon'] as const) : []),
  ];
}
