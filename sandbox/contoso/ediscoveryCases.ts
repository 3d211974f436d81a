/** A legal matter, as eDiscovery keeps it. */
export interface ContosoCase {
  id: string;
  displayName: string;
  description: string;
  externalId: string | null;
  createdDaysAgo: number;
  status: 'active' | 'closed';
}

/** The eDiscovery cases of the simulated tenant. */
export const ediscoveryCases = {
  fabrikam: {
    id: '22aa2acd-7554-4330-9ba9-ce20014aaae4',
    displayName: 'Contoso v. Fabrikam',
    description: 'Breach of the supply agreement',
    externalId: 'M-2026-0317',
    createdDaysAgo: 24,
    status: 'active',
  },
  northwind: {
    id: '9c4b6de0-1f38-4d4a-8f61-6d6f8a0e7b15',
    displayName: 'Northwind audit',
    description: 'Documents for the auditors of Northwind',
    externalId: null,
    createdDaysAgo: 210,
    status: 'closed',
  },
} as const satisfies Record<string, ContosoCase>;

/** What belongs to the case against Fabrikam. */
export const fabrikamMatter = {
  custodianId: '0053a61a3b6c42738f7606791716a22a',
  searchId: 'c17e91d6-6bc0-4ecb-b388-269ea3d4ffb7',
  operationId: '1fbb4f45-6e8e-4c4b-b7e0-6f3a8f1e1d6c',
} as const;
