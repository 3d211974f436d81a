import type { DlpPolicy } from './dlpPolicy.ts';

/** A policy for the examples in the docs. */
export const exampleDlpPolicy: DlpPolicy = {
  policyId: 'a8b7d9bb-f983-4120-a88e-dd5050423947',
  name: 'Card numbers in Teams chats',
  mode: 'testWithNotifications',
  reportedMode: 'AuditAndNotify',
  changedAt: '2026-10-06T09:30:00.000Z',
  rulesChangedAt: '2026-10-06T09:30:00.000Z',
  workloads: ['MicrosoftTeams'],
  rules: [
    {
      ruleId: '6cba2b79-9e3b-4748-9688-af4e11a5099c',
      name: 'Any card number',
      enabled: true,
      severity: 'Medium',
      workloads: ['MicrosoftTeams'],
      actions: ['NotifyUser', 'GenerateAlert'],
      sensitiveInformationTypes: [
        { typeId: '50842eb7-edc8-4019-85dd-5a5c1f2bb085', minimumCount: 1, minimumConfidence: 85 },
      ],
    },
  ],
};
