import { isWorkflowsUrl, workflowsHostSuffixes } from './integrations/workflowsUrl.ts';
import { isLoopbackHost } from './runtime/loopbackHost.ts';
import type { Secret } from './runtime/secret.ts';
import { type SettingValue, settingKinds, UnusableValue } from './settingKinds.ts';
import { type SettingName, settingRows, settingsTable } from './settingsTable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Table = typeof settingsTable;
type Assured<N extends SettingName> = Table[N] extends { readonly default: string } | { readonly required: true }
  ? N
  : never;
type Values = { readonly [N in SettingName as Assured<N>]: SettingValue<Table[N]['kind']> } & {
  readonly [N in SettingName as Exclude<N, Assured<N>>]?: SettingValue<Table[N]['kind']>;
};

export type StorageAccess =
  | { readonly kind: 'connection string'; readonly connectionString: Secret }
  | { readonly kind: 'managed identity'; readonly tableUrl: string; readonly queueUrl: string };

/** How the app registration proves itself for calls on behalf of people. */
export type GraphCredential =
  | { readonly kind: 'secret'; readonly secret: Secret }
  | { readonly kind: 'federated'; readonly managedIdentityClientId: string };

/** Every setting by its own name, checked, and those that follow from several. */
export type Settings = Values & {
  readonly API_AUDIENCE: readonly string[];
  readonly GRAPH_CLIENT_ID: string;
  readonly PUBLIC_BASE_URL: string;
  readonly storage: StorageAccess;
  readonly graphCredential: GraphCredential;
};

export interface SettingFault {
  readonly setting: string;
  readonly message: string;
}

/** All that keeps the app from starting, each with what to do about it. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    super(`Settings to mend:\n${faults.map(({ setting, message }) => `- ${setting}: ${message}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Reads and checks all settings of an environment; throws one `SettingsFault` with everything that is wrong. */
export function readSettings(environment: Environment): Settings {
  const faults: SettingFault[] = [];
  const values = readValues(environment, faults);
  const derived = {
    API_AUDIENCE: values.API_AUDIENCE ?? [values.API_CLIENT_ID, `api://${values.API_CLIENT_ID}`],
    GRAPH_CLIENT_ID: values.GRAPH_CLIENT_ID ?? values.API_CLIENT_ID,
    PUBLIC_BASE_URL: values.PUBLIC_BASE_URL ?? defaultPublicBaseUrl(values),
    storage: storageAccess(values),
    graphCredential: graphCredential(values),
  };
  faults.push(...combinationFaults(environment, values, derived));
  const { storage, graphCredential: credential, PUBLIC_BASE_URL } = derived;
  if (faults.length > 0 || storage === undefined || credential === undefined || PUBLIC_BASE_URL === undefined) {
    throw new SettingsFault(faults);
  }
  return { ...values, ...derived, storage, graphCredential: credential, PUBLIC_BASE_URL };
}

const settingNames = Object.keys(settingsTable) as SettingName[];

function readValues(environment: Environment, faults: SettingFault[]): Values {
  const sandbox = textOf(environment, 'SANDBOX')?.toLowerCase() === 'true';
  const entries = settingNames.map((name) => {
    const { kind, required, default: standard, ...rules } = settingRows[name];
    const text = textOf(environment, name) ?? standard;
    if (text === undefined) {
      if (required) faults.push({ setting: name, message: `set it. ${settingRows[name].description}` });
      return [name, undefined] as const;
    }
    try {
      return [name, settingKinds[kind](text, { ...rules, sandbox })] as const;
    } catch (error) {
      if (!(error instanceof UnusableValue)) throw error;
      faults.push({ setting: name, message: error.message });
      return [name, undefined] as const;
    }
  });
  // The table says what each holds; where one is faulty or missing, the caller throws before anybody reads it.
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as unknown as Values;
}

/** Deployments write settings that they do not use as empty ones. */
function textOf(environment: Environment, name: SettingName): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}

function defaultPublicBaseUrl({ WEBSITE_HOSTNAME, SANDBOX }: Values): string | undefined {
  if (WEBSITE_HOSTNAME === undefined) return SANDBOX ? 'http://localhost:7071' : undefined;
  const url = URL.parse(`https://${WEBSITE_HOSTNAME}`);
  // Hosts on this machine set the name as Azure does, but serve plain http.
  return SANDBOX && url !== null && isLoopbackHost(url.hostname) ? `http://${url.host}` : url?.origin;
}

function storageAccess(values: Values): StorageAccess | undefined {
  const connectionString = values.AzureWebJobsStorage;
  if (connectionString !== undefined) return { kind: 'connection string', connectionString };
  const account = values.AzureWebJobsStorage__accountName;
  const endpoint = (service: string) => account && `https://${account}.${service}.core.windows.net`;
  const tableUrl = values.AzureWebJobsStorage__tableServiceUri ?? endpoint('table');
  const queueUrl = values.AzureWebJobsStorage__queueServiceUri ?? endpoint('queue');
  if (tableUrl === undefined || queueUrl === undefined) return undefined;
  return { kind: 'managed identity', tableUrl, queueUrl };
}

function graphCredential({ GRAPH_CLIENT_SECRET, GRAPH_FEDERATED_CLIENT_ID }: Values): GraphCredential | undefined {
  if (GRAPH_CLIENT_SECRET !== undefined) return { kind: 'secret', secret: GRAPH_CLIENT_SECRET };
  if (GRAPH_FEDERATED_CLIENT_ID === undefined) return undefined;
  return { kind: 'federated', managedIdentityClientId: GRAPH_FEDERATED_CLIENT_ID };
}

type Derived = Pick<Settings, 'API_AUDIENCE'> & { readonly PUBLIC_BASE_URL: string | undefined };

const isAudience = (clientId: string, { API_AUDIENCE }: Derived): boolean =>
  API_AUDIENCE.includes(clientId) || API_AUDIENCE.includes(`api://${clientId}`);

function combinationFaults(environment: Environment, values: Values, derived: Derived) {
  const { SANDBOX_TIME_SCALE, TEAMS_WEBHOOK_URL, WEBSITE_INSTANCE_ID } = values;
  // Absent when it is itself faulty.
  const sandbox = values.SANDBOX === true;
  const isSet = (name: SettingName) => textOf(environment, name) !== undefined;
  const faults: (SettingFault | false)[] = [
    sandbox &&
      WEBSITE_INSTANCE_ID !== undefined && {
        setting: 'SANDBOX',
        message: 'remove it: a deployed app must not allow addresses on its own machine.',
      },
    !sandbox &&
      SANDBOX_TIME_SCALE !== undefined &&
      SANDBOX_TIME_SCALE !== 1 && { setting: 'SANDBOX_TIME_SCALE', message: 'remove it, or set SANDBOX=true.' },
    derived.PUBLIC_BASE_URL === undefined &&
      !isSet('PUBLIC_BASE_URL') && {
        setting: 'PUBLIC_BASE_URL',
        message: 'set it to the origin under which the app is reached; there is no WEBSITE_HOSTNAME to derive it from.',
      },
    !isSet('ENCRYPTION_KEYS') &&
      !isSet('ENCRYPTION_KEY_VAULT_KEY_ID') && {
        setting: 'ENCRYPTION_KEYS',
        message: 'set it, or ENCRYPTION_KEY_VAULT_KEY_ID, so that callback addresses are encrypted at rest.',
      },
    values.PSEUDONYMISE_INSIDER_RISK_USERS === true &&
      isSet('ENCRYPTION_KEY_VAULT_KEY_ID') &&
      !isSet('ENCRYPTION_KEYS') && {
        setting: 'ENCRYPTION_KEYS',
        message:
          'set it beside ENCRYPTION_KEY_VAULT_KEY_ID: pseudonyms are made with its last key, which must stay the same.',
      },
    storageAccess(values) === undefined &&
      !isSet('AzureWebJobsStorage') &&
      !isSet('AzureWebJobsStorage__accountName') && {
        setting: 'AzureWebJobsStorage',
        message:
          'set it to a connection string, or set AzureWebJobsStorage__accountName for access by managed identity.',
      },
    !isSet('GRAPH_CLIENT_SECRET') &&
      !isSet('GRAPH_FEDERATED_CLIENT_ID') && {
        setting: 'GRAPH_CLIENT_SECRET',
        message: 'set it, or GRAPH_FEDERATED_CLIENT_ID, so that calls on behalf of people are possible.',
      },
    isSet('GRAPH_CLIENT_SECRET') &&
      isSet('GRAPH_FEDERATED_CLIENT_ID') && {
        setting: 'GRAPH_CLIENT_SECRET',
        message: 'remove it, or GRAPH_FEDERATED_CLIENT_ID: only one of the two can be the credential.',
      },
    values.GRAPH_CLIENT_ID !== undefined &&
      values.GRAPH_CLIENT_ID !== values.API_CLIENT_ID &&
      !isAudience(values.GRAPH_CLIENT_ID, derived) && {
        setting: 'GRAPH_CLIENT_ID',
        message:
          'leave it out, or name it in API_AUDIENCE as well: Entra ID exchanges the token of a person only for the application that it was issued for.',
      },
    TEAMS_WEBHOOK_URL !== undefined &&
      !isWorkflowsUrl(TEAMS_WEBHOOK_URL.reveal(), sandbox ? 'loopback' : 'workflows') && {
        setting: 'TEAMS_WEBHOOK_URL',
        message: `use the address of a Teams workflow: on port 443 of a host that ends in ${workflowsHostSuffixes.join(' or ')}.`,
      },
  ];
  return faults.filter((fault) => fault !== false);
}
