import { labels } from './labels.ts';
import { sensitiveInformationTypes } from './sensitiveInformationTypes.ts';

export type DlpWorkload = 'Exchange' | 'SharePoint' | 'OneDriveForBusiness' | 'MicrosoftTeams' | 'EndpointDevices';
export const dlpPolicyModes = ['Enable', 'TestWithNotifications', 'TestWithoutNotifications', 'Disable'] as const;
export type DlpPolicyMode = (typeof dlpPolicyModes)[number];

export interface DlpRule {
  id: string;
  name: string;
  severity: 'Low' | 'Medium' | 'High';
  /** Matches when one of them occurs at least that often with at least that confidence (1 to 100). */
  sensitiveInformation: readonly { typeId: string; minimumCount: number; minimumConfidence: number }[];
  /** Matches when the item carries one of these labels. */
  labelIds?: readonly string[];
  actions: readonly ('BlockAccess' | 'NotifyUser' | 'GenerateAlert' | 'Encrypt')[];
}

export interface DlpPolicy {
  id: string;
  name: string;
  mode: DlpPolicyMode;
  /** Days since the mode was last set, counted back from the start of the sandbox. */
  modeSetDaysAgo: number;
  workloads: readonly DlpWorkload[];
  rules: readonly DlpRule[];
}

const { creditCardNumber, socialSecurityNumber, bankAccountNumber, contosoEmployeeNumber } = sensitiveInformationTypes;

/** The tenant's data loss prevention policies. */
export const dlpPolicies = {
  financialData: {
    id: '76428c7a-968a-49b8-851a-e08b37277581',
    name: 'Financial data',
    mode: 'Enable',
    modeSetDaysAgo: 410,
    workloads: ['Exchange', 'SharePoint', 'OneDriveForBusiness', 'MicrosoftTeams'],
    rules: [
      {
        id: 'f7ef2db5-b2ec-4a17-b0cb-b970378b470c',
        name: 'High volume of card or account numbers',
        severity: 'High',
        sensitiveInformation: [
          { typeId: creditCardNumber.id, minimumCount: 10, minimumConfidence: 85 },
          { typeId: bankAccountNumber.id, minimumCount: 10, minimumConfidence: 85 },
        ],
        actions: ['BlockAccess', 'NotifyUser', 'GenerateAlert'],
      },
      {
        id: 'f8fc1b9f-9c32-4459-a71c-b47059208c65',
        name: 'Low volume of card or account numbers',
        severity: 'Low',
        sensitiveInformation: [
          { typeId: creditCardNumber.id, minimumCount: 1, minimumConfidence: 75 },
          { typeId: bankAccountNumber.id, minimumCount: 1, minimumConfidence: 75 },
        ],
        actions: ['NotifyUser'],
      },
    ],
  },
  employeeRecords: {
    id: '96aa305b-a40f-4266-aa4a-bf0bc32d81c6',
    name: 'Employee records',
    mode: 'Enable',
    modeSetDaysAgo: 190,
    workloads: ['Exchange', 'SharePoint', 'OneDriveForBusiness'],
    rules: [
      {
        id: 'ed84f22b-e1b2-42ac-9c19-c734aededaaa',
        name: 'Employee records shared outside',
        severity: 'Medium',
        sensitiveInformation: [
          { typeId: socialSecurityNumber.id, minimumCount: 1, minimumConfidence: 85 },
          { typeId: contosoEmployeeNumber.id, minimumCount: 5, minimumConfidence: 75 },
        ],
        actions: ['BlockAccess', 'NotifyUser', 'GenerateAlert'],
      },
    ],
  },
  highlyConfidentialFiles: {
    id: 'a5464623-b584-4c5c-adc2-82116850360b',
    name: 'Highly confidential files on devices',
    mode: 'Enable',
    modeSetDaysAgo: 75,
    workloads: ['EndpointDevices'],
    rules: [
      {
        id: 'd84dbd48-7b98-4ff1-bad8-132f0e2367c3',
        name: 'Upload to an unsanctioned cloud app',
        severity: 'High',
        sensitiveInformation: [],
        labelIds: [
          labels.highlyConfidential.id,
          labels.highlyConfidentialAllEmployees.id,
          labels.highlyConfidentialProjectFalcon.id,
        ],
        actions: ['BlockAccess', 'NotifyUser', 'GenerateAlert'],
      },
    ],
  },
  teamsChats: {
    id: 'a8b7d9bb-f983-4120-a88e-dd5050423947',
    name: 'Card numbers in Teams chats',
    // Left in test mode for longer than the 30 days that the scheduled report tolerates.
    mode: 'TestWithNotifications',
    modeSetDaysAgo: 47,
    workloads: ['MicrosoftTeams'],
    rules: [
      {
        id: '6cba2b79-9e3b-4748-9688-af4e11a5099c',
        name: 'Any card number',
        severity: 'Medium',
        sensitiveInformation: [{ typeId: creditCardNumber.id, minimumCount: 1, minimumConfidence: 85 }],
        actions: ['NotifyUser', 'GenerateAlert'],
      },
    ],
  },
} as const satisfies Record<string, DlpPolicy>;
