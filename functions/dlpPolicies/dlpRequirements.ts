import type { Requirement } from '../runtime/requirement.ts';

/** Without it, DLP policies cannot be read. */
export const policyFilesSetting: Requirement = {
  kind: 'setting',
  name: 'DLP_POLICY_FILES',
  howTo:
    'Set DLP_POLICY_FILES to true. It allows policyFiles, a beta interface of Microsoft Graph that may change without notice.',
};

/** Without them, the mode of a policy cannot be set. */
export const runbookRequirements: readonly Requirement[] = [
  {
    kind: 'setting',
    name: 'DLP_RUNBOOK_ID',
    howTo: 'Deploy infra/dlpPolicyMode, and set DLP_RUNBOOK_ID to the resource id of the runbook.',
  },
  {
    kind: 'role',
    name: 'Automation Job Operator and Automation Runbook Operator',
    howTo:
      'infra/dlpPolicyMode gives these roles to the identity of the app, on its Automation account and its runbook.',
  },
  {
    kind: 'registration',
    name: 'The application of the runbook',
    howTo:
      'Register an application with the certificate of the runbook, grant it Exchange.ManageAsApp of Office 365 Exchange Online, and give it the Microsoft Entra role Compliance Administrator.',
  },
];
