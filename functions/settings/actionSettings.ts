import type { SettingGroup } from './setting.ts';

/** What single actions need. */
export const actionSettings = {
  TEAMS_WEBHOOK_URL: {
    kind: 'secretUrl',
    description: 'Address of the Teams workflow that posts cards when nobody is signed in.',
    otherwise: 'no such posts',
  },
  INTERNAL_DOMAINS: {
    kind: 'domains',
    default: '',
    description:
      'Mail domains of the organisation, separated by commas: whoever has an address in another one is outside. Empty: the domain of the person who asks.',
  },
  AUDIT_SEARCH_VERSION: {
    kind: 'graphVersion',
    default: 'v1.0',
    description:
      'The version of Microsoft Graph that the audit log is searched through: v1.0, or beta where that lacks it.',
  },
  EDISCOVERY_CALLS_PER_MINUTE: {
    kind: 'integer',
    default: '5',
    minimum: 2,
    maximum: 1_000,
    description: 'How often all flows together may call eDiscovery in a minute: the limit that Microsoft sets.',
  },
  LABEL_PRICE: {
    kind: 'number',
    default: '0.00185',
    description:
      'What one change of a sensitivity label is taken to cost. The default is what Microsoft’s list of metered APIs named in 2026; it is a guess about your bill, not a part of it.',
  },
  LABEL_PRICE_CURRENCY: { kind: 'text', default: 'USD', description: 'The currency of that price.' },
  LABEL_WAIT_SECONDS: {
    kind: 'integer',
    default: '20',
    minimum: 0,
    maximum: 90,
    description:
      'How long an action waits for SharePoint to change a label before it answers that it is still running.',
  },
  DLP_POLICY_FILES: {
    kind: 'boolean',
    default: 'false',
    description:
      'Allows to read DLP policies over policyFiles, a beta interface of Microsoft Graph that may change without notice.',
  },
  DLP_RUNBOOK_ID: {
    kind: 'runbookId',
    description: 'Resource id of the runbook Set-DlpPolicyMode, which sets the mode of DLP policies.',
    otherwise: 'modes cannot be set',
  },
  AZURE_RESOURCE_MANAGER_BASE_URL: {
    kind: 'origin',
    default: 'https://management.azure.com',
    description: 'Origin of Azure Resource Manager, through which the runbook is run.',
  },
} as const satisfies SettingGroup;
