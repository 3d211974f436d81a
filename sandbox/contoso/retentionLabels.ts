export interface RetentionLabel {
  id: string;
  name: string;
  descriptionForUsers: string;
  behavior: 'doNotRetain' | 'retain' | 'retainAsRecord' | 'retainAsRegulatoryRecord';
  /** Left out: for ever. */
  days?: number;
  actionAfter: 'none' | 'delete' | 'startDispositionReview';
}

/** The tenant's retention labels. */
export const retentionLabels = {
  sevenYears: {
    id: '13adf51a-64a6-4803-8c9c-823c7ec5bc46',
    name: 'Keep 7 years',
    descriptionForUsers: 'Business records that the law wants kept for seven years.',
    behavior: 'retain',
    days: 2_555,
    actionAfter: 'startDispositionReview',
  },
  contract: {
    id: 'd8b57863-b695-422c-b77e-85a881a9b233',
    name: 'Contract',
    descriptionForUsers: 'Signed contracts, kept as records for ten years after they were labelled.',
    behavior: 'retainAsRecord',
    days: 3_650,
    actionAfter: 'startDispositionReview',
  },
  tradeConfirmation: {
    id: '4a1c9e27-5b0d-4f6e-9a38-d2f7c6b1e083',
    name: 'Trade confirmation',
    descriptionForUsers: 'Confirmations that the regulator wants kept unchanged for six years.',
    behavior: 'retainAsRegulatoryRecord',
    days: 2_190,
    actionAfter: 'none',
  },
  workingPaper: {
    id: 'e9154f32-d0c1-47e6-8cf7-8853db55738b',
    name: 'Working paper',
    descriptionForUsers: 'Drafts and notes, deleted after a year.',
    behavior: 'doNotRetain',
    days: 365,
    actionAfter: 'delete',
  },
  permanent: {
    id: '56b0a914-81d3-4d77-9b19-7015b8bf9e90',
    name: 'Permanent',
    descriptionForUsers: '',
    behavior: 'retain',
    actionAfter: 'none',
  },
} as const satisfies Record<string, RetentionLabel>;
