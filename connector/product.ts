/** What the definition, the connection's properties and the guides say of the product itself. */
export const product = {
  title: 'Purview Response',
  description:
    'Acts on what Microsoft Purview finds. Starts flows when DLP, insider risk and cloud app alerts, incidents, audit events, subject rights requests or eDiscovery cases come up or change. Lets them answer alerts, post cards to Teams, run approved hunting queries, change labels, take external access away and give it back, compare DLP policies, search the audit log, work on requests and cases, and replay what was missed.',
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
