import type { SubjectRightsRequest } from './subjectRightsRequest.ts';

/** A request for the examples in the docs. */
export const exampleRequest: SubjectRightsRequest = {
  requestId: '8f1e6b52-7c0d-4a3b-9a0e-5d1f6c2b7a90',
  displayName: 'Access request of Monica Thompson',
  description: 'Wants to know what we hold about her.',
  type: 'access',
  status: 'active',
  currentStage: 'contentReview',
  stages: [
    { stage: 'contentRetrieval', status: 'completed' },
    { stage: 'contentReview', status: 'current' },
    { stage: 'generateReport', status: 'notStarted' },
    { stage: 'caseResolved', status: 'notStarted' },
  ],
  dueAt: '2026-12-10T00:00:00.000Z',
  daysLeft: 14,
  assignedTo: 'Diego Siciliani',
  assignedToId: '9ad9b9a2-5e78-454d-b065-a1c284cc4549',
  dataSubject: { firstName: 'Monica', lastName: 'Thompson', email: 'monica.thompson@example.com', residency: 'USA' },
  dataSubjectType: 'customer',
  regulations: ['CCPA'],
  createdAt: '2026-11-10T09:00:00.000Z',
  createdBy: 'Grady Archie',
  updatedAt: '2026-11-26T08:00:00.000Z',
};
