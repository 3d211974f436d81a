/** What the definition, the connection's properties and the guides say of the product itself. */
export const product = {
  title: 'Purview Response',
  description:
    'Acts on what Microsoft Purview finds. Starts flows when data loss prevention alerts are raised, and lets them read, update and comment on alerts, post messages and Adaptive Cards to Teams, replay what was missed and try themselves out with test events.',
  publisher: 'Purview Response',
  website: 'https://github.com/purview-response/purview-response',
  privacyPolicy: 'https://github.com/purview-response/purview-response/blob/main/docs/privacy.md',
  email: 'support@purview-response.example',
  categories: 'Security;IT Operations',
  brandColor: '#2b1b5a',
  /** Placeholders, for the deployment to replace: the app's host, and the two app registrations. */
  host: 'purview-response.azurewebsites.net',
  connectorClientId: '00000000-0000-0000-0000-000000000001',
  apiClientId: '00000000-0000-0000-0000-000000000002',
} as const;
