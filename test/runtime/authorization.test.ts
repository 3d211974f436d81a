import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { type Authorize, authorization } from '../../functions/runtime/authorization.ts';
import type { Access } from '../../functions/runtime/operation.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { api, connector } from '../../sandbox/contoso/applications.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { startTestEntra, type TestEntra } from '../sandbox/entra/startTestEntra.ts';

const reader: Access = { role: 'Purview.Reader', callers: 'people' };
const administrator: Access = { role: 'Purview.Administrator', callers: 'people' };
const readerOrApp: Access = { role: 'Purview.Reader', callers: 'people and apps' };
const now = () => Math.floor(Date.now() / 1000);

/** Not the authority's. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let entra: TestEntra;
let authorize: Authorize;
let keySet: { keys: { kid: string; n: string; e: string }[] };

before(async () => {
  entra = await startTestEntra();
  authorize = authorization(settings());
  const response = await fetch(`${entra.origin}/${tenant.id}/discovery/v2.0/keys`);
  keySet = JSON.parse(await response.text());
});
after(() => entra.close());

const settings = (allowedClientIds: readonly string[] = [connector.clientId]) => ({
  authorityHost: entra.origin,
  tenantId: tenant.id,
  audiences: [api.clientId, api.appIdUri],
  allowedClientIds,
});

// A claim that is undefined is left out.
type Claims = Readonly<Record<string, unknown>>;

const bearer = async (claims: Claims = {}, header = {}) => `Bearer ${await entra.mint(claims, header)}`;

const refused =
  (code: string, detail = /\S/) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, detail);
    return true;
  };

describe('authorization', () => {
  it('gives the person behind a token', async () => {
    const header = await bearer();
    const { token, expiresAtMs = 0, ...caller } = (await authorize(header, reader)) ?? assert.fail();
    assert.ok(expiresAtMs > Date.now());
    assert.deepEqual(caller, {
      kind: 'person',
      tenantId: tenant.id,
      objectId: users.megan.id,
      clientId: connector.clientId,
      name: users.megan.displayName,
      userPrincipalName: users.megan.userPrincipalName,
      roles: ['Purview.Responder'],
    });
    assert.equal(`Bearer ${token.reveal()}`, header);
  });

  it('takes a token with the application id URI as its audience, and the scheme in any case', async () => {
    const token = await entra.mint({ aud: api.appIdUri });
    assert.ok(await authorize(`bearer ${token}`, reader));
  });

  it('forgives a clock that is half a minute off', async () => {
    assert.ok(await authorize(await bearer({ exp: now() - 30 }), reader));
    assert.ok(await authorize(await bearer({ nbf: now() + 30 }), reader));
  });

  const faultyClaims: readonly [title: string, claims: () => Claims, detail?: RegExp][] = [
    ['that expired', () => ({ exp: now() - 75 }), /has expired/],
    ['without an expiry', () => ({ exp: undefined })],
    ['from the future', () => ({ nbf: now() + 120 }), /not valid yet/],
    ['for Microsoft Graph', () => ({ aud: 'https://graph.microsoft.com' }), /for another application/],
    ['without an audience', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: `https://login.microsoftonline.com/${tenant.id}/v2.0` }), /another authority/],
    ['of the v1 issuer', () => ({ iss: `https://sts.windows.net/${tenant.id}/` })],
    ['of another tenant', () => ({ tid: '99999999-9999-4999-8999-999999999999' }), /the tenant that this app serves/],
    ['without a tenant', () => ({ tid: undefined })],
    ['of version 1.0', () => ({ ver: '1.0' }), /v2\.0 token/],
    ['without a version', () => ({ ver: undefined }), /v2\.0 token/],
    ['without a client', () => ({ azp: undefined, appid: connector.clientId })],
    ['whose client is a number', () => ({ azp: 1 })],
    ['that is an ID token by its nonce', () => ({ nonce: 'n' })],
    ['that is an ID token by its hash', () => ({ at_hash: 'h' })],
    ['that is an ID token by the hash of its code', () => ({ c_hash: 'h' })],
    ['whose client is empty', () => ({ azp: '' })],
    ['without an object id', () => ({ oid: undefined })],
    ['without a subject', () => ({ sub: undefined })],
    ['of an app with scopes', () => ({ idtyp: 'app' })],
  ];
  for (const [title, claims, detail] of faultyClaims) {
    it(`refuses a token ${title}`, async () => {
      await assert.rejects(authorize(await bearer(claims()), reader), refused('TokenNotAccepted', detail));
    });
  }

  const faultyHeaders: readonly [title: string, header: () => Promise<string>][] = [
    ['two tokens', async () => `${await bearer()}, ${await bearer()}`],
    ['another scheme', async () => `Basic ${await entra.mint()}`],
    ['no scheme', () => entra.mint()],
    ['an empty value', async () => ''],
    ['what is no token', async () => 'Bearer not-a-token'],
    ['five parts', async () => `${await bearer()}.a.b`],
    ['an unsigned token', async () => `Bearer ${new UnsecuredJWT(await claimsOf()).encode()}`],
    ['an unsigned token with a signature', async () => `Bearer ${new UnsecuredJWT(await claimsOf()).encode()}AAAA`],
    ['a token signed with the public key as an HMAC secret', hmacWithPublicKey],
    ['a changed payload', changedPayload],
    ['an unknown key id', () => bearer({}, { kid: 'unknown' })],
    ['a key id that is a path', () => bearer({}, { kid: '../../x' })],
    ['another’s key under a known key id', () => foreign({})],
    ['a key of its own in the header', () => foreign({ withJwk: true })],
  ];
  for (const [title, header] of faultyHeaders) {
    it(`refuses a header with ${title}`, async () => {
      await assert.rejects(authorize(await header(), reader), refused('TokenNotAccepted'));
    });
  }

  it('asks for a token where none came', async () => {
    await assert.rejects(authorize(null, reader), refused('TokenMissing'));
  });

  it('tells a client that is not allowed apart from a faulty token', async () => {
    const other = await bearer({ azp: '99999999-9999-4999-8999-999999999999' });
    await assert.rejects(authorize(other, reader), refused('ClientNotAllowed'));
    assert.ok(await authorization(settings([]))(other, reader));
  });

  it('wants the scope from people', async () => {
    await assert.rejects(authorize(await bearer({ scp: 'openid profile' }), reader), refused('ScopeMissing'));
    await assert.rejects(authorize(await bearer({ scp: undefined }), readerOrApp), refused('ScopeMissing'));
    await assert.rejects(authorize(await bearer({ scp: 'access_as_users' }), reader), refused('ScopeMissing'));
    assert.ok(await authorize(await bearer({ scp: 'openid access_as_user' }), reader));
  });

  it('wants the role, or a higher one', async () => {
    await assert.rejects(authorize(await bearer(), administrator), refused('RoleMissing'));
    await assert.rejects(authorize(await bearer({ roles: undefined }), reader), refused('RoleMissing'));
    await assert.rejects(authorize(await bearer({ roles: 'Purview.Reader' }), reader), refused('RoleMissing'));
    assert.ok(await authorize(await bearer({ roles: ['Purview.Administrator'] }), reader));
  });

  it('lets apps in by their role where the operation takes apps, and nowhere else', async () => {
    const oid = '77777777-7777-4777-8777-777777777777';
    const app = { scp: undefined, oid, sub: oid, roles: ['Purview.Reader'] };
    for (const claims of [app, { ...app, idtyp: 'app' }]) {
      assert.equal((await authorize(await bearer(claims), readerOrApp))?.kind, 'app');
      await assert.rejects(authorize(await bearer(claims), reader), refused('AppsNotAllowed'));
    }
    await assert.rejects(authorize(await bearer({ ...app, roles: [] }), readerOrApp), refused('RoleMissing'));
    await assert.rejects(authorize(await bearer({ ...app, idtyp: 'user' }), readerOrApp), refused('ScopeMissing'));
    await assert.rejects(authorize(await bearer({ ...app, scp: 'openid' }), readerOrApp), refused('ScopeMissing'));
  });

  it('takes RS256 and nothing else, since Entra ID publishes its keys for no algorithm in particular', async (context) => {
    const kid = 'of-no-algorithm';
    const keys = [{ ...(await exportJWK(publicKey)), kid, use: 'sig' }];
    context.mock.method(globalThis, 'fetch', async () => Response.json({ keys }));
    const fresh = authorization(settings());
    const claims = await claimsOf();
    const by = async (alg: string) =>
      `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey)}`;
    assert.ok(await fresh(await by('RS256'), reader));
    for (const alg of ['RS384', 'RS512', 'PS256']) {
      await assert.rejects(fresh(await by(alg), reader), refused('TokenNotAccepted'));
    }
  });

  it('looks at no token of public operations, and verifies one that is sent with a link', async () => {
    assert.equal(await authorize('Bearer nonsense', 'public'), undefined);
    assert.equal(await authorize(null, 'link'), undefined);
    assert.equal((await authorize(await bearer({ scp: undefined }), 'link'))?.objectId, users.megan.id);
    await assert.rejects(authorize('Bearer nonsense', 'link'), refused('TokenNotAccepted'));
  });
});

describe('authorization, when the authority is away', () => {
  it('says so, and asks it no more than once for many calls', async (context) => {
    const fetches = context.mock.method(globalThis, 'fetch');
    // A port of this machine that nobody listens on.
    const away = authorization({ ...settings(), authorityHost: 'https://localhost:1' });
    const header = await bearer({ iss: `https://localhost:1/${tenant.id}/v2.0` });
    for (let call = 0; call < 5; call += 1) {
      await assert.rejects(away(header, reader), (error) => error instanceof UpstreamError && error.kind === 'away');
    }
    assert.equal(fetches.mock.callCount(), 1);
  });

  it('takes an answer without keys for none, and does not ask again at once', async (context) => {
    const fetches = context.mock.method(globalThis, 'fetch', async () => new Response('Not here.', { status: 404 }));
    const header = await bearer();
    const lost = authorization(settings());
    for (let call = 0; call < 5; call += 1) {
      await assert.rejects(lost(header, reader), (error) => error instanceof UpstreamError && error.kind === 'away');
    }
    assert.equal(fetches.mock.callCount(), 1);
  });

  it('goes on for three days with the keys that it has, and with no others', async (context) => {
    const hourMs = 60 * 60_000;
    const startedMs = Date.now();
    context.mock.timers.enable({ apis: ['Date'], now: startedMs });
    const lasting = authorization(settings());
    await lasting(await bearer(), reader);
    const fetches = context.mock.method(globalThis, 'fetch', async () => {
      throw new TypeError('fetch failed');
    });
    const isAway = (error: unknown) => error instanceof UpstreamError && error.kind === 'away';
    // Tokens are made for an hour around the clock's new time.
    context.mock.timers.setTime(startedMs + 25 * hourMs);
    assert.equal((await lasting(await bearer(), reader))?.objectId, users.megan.id);
    assert.equal(fetches.mock.callCount(), 1);
    await assert.rejects(lasting(await bearer({}, { kid: 'made-up' }), reader), isAway);
    await assert.rejects(lasting(await foreign({}), reader), refused('TokenNotAccepted'));
    context.mock.timers.setTime(startedMs + 73 * hourMs);
    await assert.rejects(lasting(await bearer(), reader), isAway);
  });

  it('fetches keys once, however many unknown key ids come', async (context) => {
    const fresh = authorization(settings());
    const fetches = context.mock.method(globalThis, 'fetch');
    for (let call = 0; call < 20; call += 1) {
      await assert.rejects(fresh(await bearer({}, { kid: `made-up-${call}` }), reader), refused('TokenNotAccepted'));
    }
    assert.equal(fetches.mock.callCount(), 1);
  });
});

async function claimsOf(): Promise<JWTPayload> {
  const [, payload = ''] = (await entra.mint()).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

async function hmacWithPublicKey(): Promise<string> {
  const [jwk] = keySet.keys;
  const pem = createPublicKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const signed = new SignJWT(await claimsOf()).setProtectedHeader({ alg: 'HS256', kid: jwk?.kid ?? '' });
  return `Bearer ${await signed.sign(Buffer.from(pem))}`;
}

async function changedPayload(): Promise<string> {
  const [header, , signature] = (await entra.mint()).split('.');
  const claims = { ...(await claimsOf()), roles: ['Purview.Administrator'] };
  return `Bearer ${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
}

async function foreign({ withJwk = false }): Promise<string> {
  const kid = keySet.keys[0]?.kid ?? '';
  const own = withJwk ? { jwk: await exportJWK(publicKey), jku: 'https://evil.test/keys' } : {};
  const signed = new SignJWT(await claimsOf()).setProtectedHeader({ alg: 'RS256', kid, ...own });
  return `Bearer ${await signed.sign(privateKey)}`;
}
