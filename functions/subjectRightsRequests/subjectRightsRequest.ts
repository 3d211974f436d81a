import { type Infer, schema } from '../runtime/schema.ts';
import { dataSubjectTypes, requestStatuses, requestTypes, stageStatuses, stages } from './requestEnums.ts';

const unknownToo = <const M extends readonly string[]>(members: M) => [...members, 'unknown'] as const;

const count = (summary: string, description: string) =>
  ({ type: 'integer', format: 'int64', 'x-ms-summary': summary, description }) as const;
const time = (summary: string, description: string) =>
  ({ type: 'string', format: 'date-time', 'x-ms-summary': summary, description }) as const;

export const dataSubjectSchema = schema({
  type: 'object',
  'x-ms-summary': 'Data Subject',
  description: 'The person whose data it is about.',
  properties: {
    firstName: { type: 'string', 'x-ms-summary': 'First Name', description: 'Their first name.' },
    lastName: { type: 'string', 'x-ms-summary': 'Last Name', description: 'Their last name.' },
    email: { type: 'string', 'x-ms-summary': 'Email', description: 'Their email address.' },
    residency: {
      type: 'string',
      'x-ms-summary': 'Residency',
      description: 'Where they live, such as USA or Germany.',
    },
  },
});

export const stageSchema = schema({
  type: 'object',
  properties: {
    stage: { type: 'string', enum: unknownToo(stages), 'x-ms-summary': 'Stage', description: 'What is done in it.' },
    status: {
      type: 'string',
      enum: unknownToo(stageStatuses),
      'x-ms-summary': 'Stage Status',
      description: 'How far it has come.',
    },
    error: { type: 'string', 'x-ms-summary': 'Stage Error', description: 'What went wrong in it.' },
  },
  required: ['stage', 'status'],
});

/** A subject rights request as triggers and actions give it. */
export const subjectRightsRequestSchema = schema({
  type: 'object',
  title: 'SubjectRightsRequest',
  'x-ms-summary': 'Request',
  description: 'A subject rights request as it is now.',
  properties: {
    requestId: { type: 'string', 'x-ms-summary': 'Request Id', description: 'The id of the request.' },
    displayName: { type: 'string', 'x-ms-summary': 'Request Name', description: 'The name of the request.' },
    description: { type: 'string', 'x-ms-summary': 'Description', description: 'What was asked for, in words.' },
    type: {
      type: 'string',
      enum: unknownToo(requestTypes),
      'x-ms-summary': 'Request Type',
      description: 'Whether data is to be exported, shown, deleted or tagged for action.',
    },
    status: {
      type: 'string',
      enum: unknownToo(requestStatuses),
      'x-ms-summary': 'Request Status',
      description: 'Whether the request is still worked on.',
    },
    currentStage: {
      type: 'string',
      enum: unknownToo(stages),
      'x-ms-summary': 'Current Stage',
      description: 'The stage that is being worked on.',
    },
    stages: {
      type: 'array',
      items: stageSchema,
      'x-ms-summary': 'Stages',
      description: 'All stages, and how far each is.',
    },
    dueAt: time('Due At', 'When your organization wants it to be done, in UTC.'),
    daysLeft: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Days Left',
      description: 'Days until it is due, rounded up; negative when it is overdue.',
    },
    assignedTo: { type: 'string', 'x-ms-summary': 'Assigned To', description: 'The name of who handles it.' },
    assignedToId: {
      type: 'string',
      'x-ms-summary': 'Assigned To Id',
      description: 'The Microsoft Entra object id of who handles it.',
    },
    dataSubject: dataSubjectSchema,
    dataSubjectType: {
      type: 'string',
      enum: unknownToo(dataSubjectTypes),
      'x-ms-summary': 'Data Subject Type',
      description: 'What the person is to your organization.',
    },
    regulations: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Regulations',
      description: 'The laws that it rests on.',
    },
    externalId: {
      type: 'string',
      'x-ms-summary': 'External Id',
      description: 'Its id in another system, as given when it was created.',
    },
    createdAt: time('Created At', 'When it was created, in UTC.'),
    createdBy: { type: 'string', 'x-ms-summary': 'Created By', description: 'Who created it.' },
    updatedAt: time('Updated At', 'When it was last changed, in UTC.'),
    updatedBy: { type: 'string', 'x-ms-summary': 'Updated By', description: 'Who changed it last.' },
    closedAt: time('Closed At', 'When it was closed, in UTC.'),
    contentQuery: {
      type: 'string',
      'x-ms-summary': 'Content Query',
      'x-ms-visibility': 'advanced',
      description: 'What is searched for, in the keyword query language (KQL).',
    },
    includeAllVersions: {
      type: 'boolean',
      'x-ms-summary': 'Include All Versions',
      'x-ms-visibility': 'advanced',
      description: 'Whether all versions of documents are searched.',
    },
    includeAuthoredContent: {
      type: 'boolean',
      'x-ms-summary': 'Include Authored Content',
      'x-ms-visibility': 'advanced',
      description: 'Whether what the person wrote is searched as well.',
    },
    pauseAfterEstimate: {
      type: 'boolean',
      'x-ms-summary': 'Pause After Estimate',
      'x-ms-visibility': 'advanced',
      description: 'Whether it waits for somebody after the estimate.',
    },
    insight: {
      type: 'object',
      'x-ms-summary': 'Insight',
      description: 'What was found.',
      properties: {
        itemCount: count('Item Count', 'Items that were found.'),
        itemsToReview: count('Items to Review', 'Items that still have to be reviewed.'),
        signedOffItemCount: count('Signed Off Item Count', 'Items that were signed off.'),
        excludedItemCount: count('Excluded Item Count', 'Items that were left out.'),
        totalItemSizeBytes: count('Total Item Size', 'The size of all items together, in bytes.'),
      },
    },
    history: {
      type: 'array',
      'x-ms-summary': 'History',
      'x-ms-visibility': 'advanced',
      description: 'What happened to the request.',
      items: {
        type: 'object',
        properties: {
          at: time('At', 'When it happened, in UTC.'),
          by: { type: 'string', 'x-ms-summary': 'By', description: 'Who did it.' },
          stage: { type: 'string', enum: unknownToo(stages), 'x-ms-summary': 'Stage', description: 'The stage.' },
          stageStatus: {
            type: 'string',
            enum: unknownToo(stageStatuses),
            'x-ms-summary': 'Stage Status',
            description: 'How far the stage had come.',
          },
          event: {
            type: 'string',
            'x-ms-summary': 'Event',
            description: 'The kind of event, in the words of the service.',
          },
        },
      },
    },
  },
  required: ['requestId', 'type', 'status', 'stages'],
});

export type SubjectRightsRequest = Infer<typeof subjectRightsRequestSchema>;
