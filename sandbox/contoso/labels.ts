export interface SensitivityLabel {
  id: string;
  name: string;
  toolTip: string;
  /** Higher is more sensitive; a change to a lower one is a downgrade. */
  priority: number;
  color: string;
  /** Encrypts what it is put on. */
  hasProtection: boolean;
  /** Set on a sublabel: the label that it stands under. */
  parentId?: string;
}

const confidentialId = '3581437a-4892-49e0-a9a5-642c7d0753e5';
const highlyConfidentialId = 'b3947d9c-777a-4bbb-9f21-9833d97b001b';

/** The tenant's published sensitivity labels, in order of priority. */
export const labels = {
  public: {
    id: 'bf0283a3-2bc3-48aa-b054-e0b83ce3094d',
    name: 'Public',
    toolTip: 'Business data that is prepared and approved for everybody.',
    priority: 0,
    color: '#13a10e',
    hasProtection: false,
  },
  general: {
    id: 'fed43229-2ed9-4a49-a7f8-2f946709b347',
    name: 'General',
    toolTip: 'Business data that is not meant for the public, but may be shared with partners as required.',
    priority: 1,
    color: '#0078d4',
    hasProtection: false,
  },
  confidential: {
    id: confidentialId,
    name: 'Confidential',
    toolTip: 'Sensitive business data that could damage the business if shared with unauthorised people.',
    priority: 2,
    color: '#ff8c00',
    hasProtection: false,
  },
  confidentialAnyone: {
    id: 'd645f899-7a98-414f-9023-7de7232aa9de',
    name: 'Anyone (not protected)',
    toolTip: 'Confidential data that is not encrypted. Use with care and with a business reason.',
    priority: 3,
    color: '#ff8c00',
    hasProtection: false,
    parentId: confidentialId,
  },
  confidentialAllEmployees: {
    id: '1ddfc65e-144b-4080-921b-55ada989d8e5',
    name: 'All employees',
    toolTip: 'Confidential data that all employees may read and edit, and nobody else.',
    priority: 4,
    color: '#ff8c00',
    hasProtection: true,
    parentId: confidentialId,
  },
  highlyConfidential: {
    id: highlyConfidentialId,
    name: 'Highly Confidential',
    toolTip: 'Very sensitive business data that would certainly damage the business if it got out.',
    priority: 5,
    color: '#a4262c',
    hasProtection: true,
  },
  highlyConfidentialAllEmployees: {
    id: 'f70c349f-6dcb-4633-9e45-0909a8d12dea',
    name: 'All employees',
    toolTip: 'Highly confidential data that all employees may read, and nobody else.',
    priority: 6,
    color: '#a4262c',
    hasProtection: true,
    parentId: highlyConfidentialId,
  },
  highlyConfidentialProjectFalcon: {
    id: '49f1c7e2-3916-41df-93d3-8b6347e37c09',
    name: 'Project Falcon',
    toolTip: 'The acquisition that is called Falcon: only for the people on its list.',
    priority: 7,
    color: '#a4262c',
    hasProtection: true,
    parentId: highlyConfidentialId,
  },
} as const satisfies Record<string, SensitivityLabel>;
