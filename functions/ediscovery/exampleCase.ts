import type { EdiscoveryCase } from './ediscoveryCase.ts';

/** A case for the examples in the docs, and what belongs to it. */
export const exampleCase: EdiscoveryCase = {
  caseId: '22aa2acd-7554-4330-9ba9-ce20014aaae4',
  displayName: 'Contoso v. Fabrikam',
  description: 'Breach of the supply agreement',
  status: 'active',
  externalId: 'M-2026-0317',
  createdAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-20T14:30:00.000Z',
  updatedBy: 'Grady Archie',
};

export const exampleIds = {
  custodianId: '0053a61a3b6c42738f7606791716a22a',
  searchId: 'c17e91d6-6bc0-4ecb-b388-269ea3d4ffb7',
  groupId: '0d3f4b6e-7c55-4d0b-9a64-2f1f1f0c8a17',
  operationId: '1fbb4f45-6e8e-4c4b-b7e0-6f3a8f1e1d6c',
} as const;
