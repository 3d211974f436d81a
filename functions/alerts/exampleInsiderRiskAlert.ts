import type { Alert } from './alert.ts';

/** An insider risk alert for the examples in the docs, its person under a pseudonym. */
export const exampleInsiderRiskAlert: Alert = {
  alertId: 'ir5b0d6f0e-7a94-4a5b-8a5c-2f0f3f6f9d42',
  title: 'Insider risk: Data theft by departing users',
  description: 'Activities of Person-7K3QRW9XPA2M reached the threshold of the insider risk policy.',
  severity: 'high',
  status: 'new',
  product: 'insiderRisk',
  policyName: 'Data theft by departing users',
  actor: 'Person-7K3QRW9XPA2M',
  pseudonym: 'Person-7K3QRW9XPA2M',
  createdAt: '2026-09-01T08:00:00.000Z',
  updatedAt: '2026-09-01T08:00:00.000Z',
  portalUrl: 'https://security.microsoft.com/alerts/ir5b0d6f0e-7a94-4a5b-8a5c-2f0f3f6f9d42',
  users: [{ displayName: 'Person-7K3QRW9XPA2M' }],
};
