import type { SettingGroup } from './setting.ts';

/** Who may call the app, and as whom it calls Microsoft Graph. */
export const signInSettings = {
  ENTRA_AUTHORITY_HOST: {
    kind: 'httpsOrigin',
    default: 'https://login.microsoftonline.com',
    description: 'Origin of Entra ID, for tokens in and out.',
  },
  ENTRA_TENANT_ID: { kind: 'guid', required: true, description: 'The tenant that the app serves.' },
  API_CLIENT_ID: {
    kind: 'guid',
    required: true,
    description: 'Application (client) id of the app registration that stands for this API.',
  },
  API_AUDIENCE: {
    kind: 'list',
    description: 'Audiences of the tokens that are accepted, separated by commas.',
    otherwise: '{API_CLIENT_ID},api://{API_CLIENT_ID}',
  },
  ALLOWED_CLIENT_IDS: {
    kind: 'guids',
    default: '',
    description: 'Applications that may call, separated by commas; empty: any application of the tenant.',
  },
  GRAPH_BASE_URL: {
    kind: 'origin',
    default: 'https://graph.microsoft.com',
    description: 'Origin of Microsoft Graph in the public cloud, which alone is supported: tokens are asked for it.',
  },
  GRAPH_CLIENT_ID: {
    kind: 'guid',
    description:
      'The app registration that acts on Microsoft Graph on behalf of people; one that API_AUDIENCE names, since their tokens are exchanged.',
    otherwise: '{API_CLIENT_ID}',
  },
  GRAPH_CLIENT_SECRET: {
    kind: 'secret',
    description: 'Client secret of that registration; also for the app’s own calls where no managed identity exists.',
    otherwise: 'GRAPH_FEDERATED_CLIENT_ID',
  },
  GRAPH_FEDERATED_CLIENT_ID: {
    kind: 'guid',
    description:
      'Client id of the user-assigned managed identity whose token stands in for the client secret (federated credential).',
    otherwise: 'GRAPH_CLIENT_SECRET',
  },
} as const satisfies SettingGroup;
