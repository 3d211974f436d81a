import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { JWTVerifyGetKey } from 'jose';
import { microsoftResources } from '../contoso/microsoftResources.ts';
import { tenant } from '../contoso/tenant.ts';
import { verifyResourceToken } from '../entra/verifyResourceToken.ts';
import { Refusal } from '../refusal.ts';
import { type ServerTls, serve } from '../serve.ts';

/** A simulated Azure Key Vault with one RSA key. */
export interface KeyVault {
  origin: string;
  /** ENCRYPTION_KEY_VAULT_KEY_ID: the key, without a version. */
  readonly keyId: string;
  /** Of the calls that it took a token for, as `operation version`. */
  readonly calls: string[];
  /** Makes a new version, which is current from now on; gives its id. */
  rotate(): string;
  /** Lets a version do nothing any more, or everything again. */
  setEnabled(versionId: string, enabled: 'enabled' | 'disabled'): void;
  /** Who may use the key: object ids of service principals. */
  allow(objectIds: readonly string[]): void;
  /** Answers every call with this status from now on; nothing: as it should. */
  failWith(status?: number): void;
  /** Names itself by this origin from now on, since callers reach it through something in between. */
  nameItself(origin: string): void;
  close(): Promise<void>;
}

interface KeyVaultOptions {
  tls: ServerTls;
  /** The authority whose tokens it takes. */
  authorityOrigin: string;
  keySet: JWTVerifyGetKey;
  /** Object ids of the service principals that hold Key Vault Crypto User. */
  allowed: readonly string[];
}

interface Version {
  /** The last part of its id. */
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly createdAt: number;
  isEnabled: boolean;
}

const keyName = 'purview-response';
const apiVersions = /^(7\.[0-9]|20\d\d-\d\d-\d\d)(-preview[.\d]*)?$/;

/** Speaks the part of the Key Vault REST API that wraps keys. https://learn.microsoft.com/rest/api/keyvault/keys */
export async function startKeyVault(options: KeyVaultOptions): Promise<KeyVault> {
  const { tls, authorityOrigin, keySet } = options;
  const versions: Version[] = [];
  const calls: string[] = [];
  let { allowed } = options;
  let failure: number | undefined;

  const server = await serve({ tls, listener: (request, response) => answer(request, response) });
  let { origin } = server;
  const keyId = (): string => `${origin}/keys/${keyName}`;
  const idOf = ({ name }: Version): string => `${keyId()}/${name}`;

  const rotate = (): string => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const name = randomBytes(16).toString('hex');
    const version = { name, privateKey, publicKey, createdAt: Math.floor(Date.now() / 1_000), isEnabled: true };
    versions.push(version);
    return idOf(version);
  };
  rotate();

  const versionOf = (wanted: string): Version => {
    const found = wanted === '' ? versions.at(-1) : versions.find(({ name }) => name === wanted.toLowerCase());
    if (!found) throw new Refusal(404, 'KeyNotFound', `A key with (name/id) ${keyName}/${wanted} was not found.`);
    return found;
  };

  const bundle = (version: Version): object => {
    const { publicKey, createdAt, isEnabled } = version;
    const { n, e } = publicKey.export({ format: 'jwk' });
    return {
      key: { kid: idOf(version), kty: 'RSA', key_ops: ['wrapKey', 'unwrapKey'], n, e },
      attributes: {
        enabled: isEnabled,
        created: createdAt,
        updated: createdAt,
        recoveryLevel: 'Recoverable+Purgeable',
      },
    };
  };

  const cipher = (version: Version, body: string, work: (bytes: Buffer) => Buffer): object => {
    if (!version.isEnabled) {
      throw new Refusal(403, 'Forbidden', 'Operation is not allowed on a disabled key.');
    }
    const { alg, value } = Object(JSON.parse(body));
    if (alg !== 'RSA-OAEP-256') throw new Refusal(400, 'BadParameter', `The algorithm ${alg} is not supported.`);
    if (typeof value !== 'string') throw new Refusal(400, 'BadParameter', "Property 'value' is required.");
    try {
      return { kid: idOf(version), value: work(Buffer.from(value, 'base64url')).toString('base64url') };
    } catch {
      throw new Refusal(400, 'BadParameter', 'The value could not be processed with this key.');
    }
  };

  const operate = async (request: IncomingMessage, response: ServerResponse): Promise<object | undefined> => {
    const url = new URL(request.url ?? '/', server.origin);
    if (failure !== undefined) throw new Refusal(failure, 'Failed', 'The vault was told to fail.');
    const verified = await verifyResourceToken(
      keySet,
      microsoftResources.keyVault.identifierUri,
      request.headers.authorization,
    );
    if ('refusal' in verified) {
      // The client asks without a token first, to be told where tokens come from.
      const challenge = `Bearer authorization="${authorityOrigin}/${tenant.id}", resource="${microsoftResources.keyVault.identifierUri}"`;
      response.setHeader('www-authenticate', challenge);
      throw new Refusal(401, 'Unauthorized', verified.refusal);
    }
    if (!allowed.includes(verified.claims.objectId)) {
      throw new Refusal(403, 'Forbidden', 'Caller is not authorized to perform action on resource.');
    }
    if (!apiVersions.test(url.searchParams.get('api-version') ?? '')) {
      throw new Refusal(400, 'BadParameter', 'The api-version is missing or not supported.');
    }
    const [, collection, name, wanted = '', operation = ''] = url.pathname.split('/');
    if (collection !== 'keys' || name?.toLowerCase() !== keyName) throw new Refusal(404, 'KeyNotFound', 'Not found.');
    const version = versionOf(wanted);
    calls.push(`${operation || 'get'} ${idOf(version)}`);
    if (request.method === 'GET' && operation === '') return bundle(version);
    if (request.method !== 'POST') throw new Refusal(405, 'MethodNotAllowed', 'The method is not allowed.');
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    const body = await text(request);
    if (operation === 'wrapkey')
      return cipher(version, body, (bytes) => publicEncrypt({ key: version.publicKey, ...padding }, bytes));
    if (operation === 'unwrapkey')
      return cipher(version, body, (bytes) => privateDecrypt({ key: version.privateKey, ...padding }, bytes));
    throw new Refusal(404, 'NotFound', `There is no operation ${operation}.`);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
    try {
      send(200, (await operate(request, response)) ?? {});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(error.status, { error: { code: error.code, message: error.message } });
    }
  };

  return {
    origin: server.origin,
    get keyId() {
      return keyId();
    },
    calls,
    rotate,
    setEnabled(versionId, enabled) {
      versionOf(versionId.split('/').at(-1) ?? '').isEnabled = enabled === 'enabled';
    },
    allow(objectIds) {
      allowed = objectIds;
    },
    failWith(status) {
      failure = status;
    },
    nameItself(named) {
      origin = named;
    },
    close: () => server.close(),
  };
}
