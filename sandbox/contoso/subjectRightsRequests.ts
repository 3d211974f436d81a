import { users } from './users.ts';

export type StageName =
  | 'contentRetrieval'
  | 'contentReview'
  | 'generateReport'
  | 'contentDeletion'
  | 'caseResolved'
  | 'contentEstimate'
  | 'approval';

/** A request of somebody to see, get or lose what the tenant holds about them. */
export interface ContosoRequest {
  id: string;
  displayName: string;
  description: string;
  type: 'export' | 'access' | 'delete' | 'tagForAction';
  dataSubject: { firstName: string; lastName: string; email: string; residency: string };
  dataSubjectType: 'customer' | 'formerEmployee';
  regulations: readonly string[];
  createdDaysAgo: number;
  /** Counted from the start of the sandbox. */
  dueInDays: number;
  /** All stages before it are completed. */
  currentStage: StageName;
  ownerId: string;
}

/** The subject rights requests of the simulated tenant. */
export const subjectRightsRequests = {
  monica: {
    id: '8f1e6b52-7c0d-4a3b-9a0e-5d1f6c2b7a90',
    displayName: 'Access request of Monica Thompson',
    description: 'Wants to know what we hold about her.',
    type: 'access',
    dataSubject: {
      firstName: 'Monica',
      lastName: 'Thompson',
      email: 'monica.thompson@example.com',
      residency: 'USA',
    },
    dataSubjectType: 'customer',
    regulations: ['CCPA'],
    createdDaysAgo: 16,
    dueInDays: 14,
    currentStage: 'caseResolved',
    ownerId: users.diego.id,
  },
  jonas: {
    id: '6b0a5f1e-24c9-4f0e-8a57-0d6a9c3e1b22',
    displayName: 'Erasure request of Jonas Weber',
    description: 'Left us in spring and wants his personal data deleted.',
    type: 'delete',
    dataSubject: { firstName: 'Jonas', lastName: 'Weber', email: 'jonas.weber@example.com', residency: 'Germany' },
    dataSubjectType: 'formerEmployee',
    regulations: ['GDPR'],
    createdDaysAgo: 27,
    dueInDays: 3,
    currentStage: 'contentReview',
    ownerId: users.diego.id,
  },
  priya: {
    id: 'd3c7f0a4-91b8-4f6d-b1de-2f7a44f0c9e8',
    displayName: 'Export request of Priya Natarajan',
    description: 'Wants her data in a form that she can take elsewhere.',
    type: 'export',
    dataSubject: { firstName: 'Priya', lastName: 'Natarajan', email: 'priya.n@example.com', residency: 'India' },
    dataSubjectType: 'customer',
    regulations: ['GDPR', 'DPDPA'],
    createdDaysAgo: 2,
    dueInDays: 28,
    currentStage: 'contentRetrieval',
    ownerId: users.grady.id,
  },
} as const satisfies Record<string, ContosoRequest>;
