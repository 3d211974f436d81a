import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { ProblemCode } from '../../functions/runtime/problem.ts';
import { foreignClient } from '../../sandbox/contoso/applications.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { Forge, Members } from './createForge.ts';

/** Something in place of a good token, and what it must be refused as. */
export interface BadToken {
  readonly title: string;
  readonly code: ProblemCode;
  readonly headers: (forge: Forge) => Promise<Readonly<Record<string, string>>>;
  /** `rights`: the token is good, but not for this; only operations that ask for a role can tell. */
  readonly lacks: 'a token' | 'rights';
  /** Where an app is let in, it needs no scope. */
  readonly on?: 'people only';
}

const otherTenant = '99999999-9999-4999-8999-999999999999';
const now = (): number => Math.floor(Date.now() / 1_000);

type Row<T> = readonly [title: string, make: T];

/** Signed by the authority, and not for us. */
const claims: readonly Row<(forge: Forge) => Members>[] = [
  ['that expired', () => ({ exp: now() - 120 })],
  ['that expired at the beginning of time', () => ({ exp: 0 })],
  ['that expires below zero', () => ({ exp: -1 })],
  ['without an expiry', () => ({ exp: undefined })],
  ['whose expiry is a text', () => ({ exp: String(now() + 3_600) })],
  ['whose expiry is null', () => ({ exp: null })],
  ['that is not valid yet', () => ({ nbf: now() + 3_600 })],
  ['whose not-before is a text', () => ({ nbf: 'now' })],
  ['for Microsoft Graph', () => ({ aud: 'https://graph.microsoft.com' })],
  ['for Microsoft Graph by its id', () => ({ aud: '00000003-0000-0000-c000-000000000000' })],
  ['for another API', () => ({ aud: `api://${foreignClient.clientId}` })],
  ['for two others', () => ({ aud: ['https://graph.microsoft.com', 'https://vault.azure.net'] })],
  ['for our API with a slash behind it', ({ claims: { aud } }) => ({ aud: `${aud}/` })],
  ['for our API in capitals', ({ claims: { aud } }) => ({ aud: String(aud).toUpperCase() })],
  ['for nobody', () => ({ aud: undefined })],
  ['for an empty list', () => ({ aud: [] })],
  ['for an object', ({ claims: { aud } }) => ({ aud: { id: aud } })],
  ['of the public authority', () => ({ iss: `https://login.microsoftonline.com/${tenant.id}/v2.0` })],
  ['of the v1 issuer', () => ({ iss: `https://sts.windows.net/${tenant.id}/`, ver: '1.0' })],
  ['of the v1 issuer that says v2', () => ({ iss: `https://sts.windows.net/${tenant.id}/` })],
  ['of another tenant’s issuer', ({ claims: { iss } }) => ({ iss: String(iss).replace(tenant.id, otherTenant) })],
  ['of the issuer of all tenants', ({ claims: { iss } }) => ({ iss: String(iss).replace(tenant.id, 'common') })],
  ['of the issuer with a slash behind it', ({ claims: { iss } }) => ({ iss: `${iss}/` })],
  ['of the issuer over http', ({ claims: { iss } }) => ({ iss: String(iss).replace('https:', 'http:') })],
  ['of two issuers', ({ claims: { iss } }) => ({ iss: [iss, 'https://evil.test'] })],
  ['of no issuer', () => ({ iss: undefined })],
  ['of another tenant', () => ({ tid: otherTenant })],
  [
    'of another tenant and its issuer',
    ({ claims: { iss } }) => ({ tid: otherTenant, iss: String(iss).replace(tenant.id, otherTenant) }),
  ],
  ['of a tenant that looks like ours', () => ({ tid: tenant.id.replace('-', '\u2010') })],
  ['of a list with our tenant', () => ({ tid: [tenant.id] })],
  ['without a tenant', () => ({ tid: undefined })],
  ['of version 1.0', () => ({ ver: '1.0' })],
  ['whose version is a number', () => ({ ver: 2 })],
  ['without a version', () => ({ ver: undefined })],
  ['without a client', () => ({ azp: undefined })],
  ['whose client is in the claim of v1', ({ claims: { azp } }) => ({ azp: undefined, appid: azp })],
  ['whose client is a list', ({ claims: { azp } }) => ({ azp: [azp] })],
  ['whose client is empty', () => ({ azp: '' })],
  ['that is an ID token by its nonce', () => ({ nonce: 'n-0S6_WzA2Mj' })],
  ['that is an ID token by the hash of its token', () => ({ at_hash: '77QmUPtjPfzWtF2AnpK9RQ' })],
  ['that is an ID token by the hash of its code', () => ({ c_hash: 'LDktKdoQak3Pk0cnXxCltA' })],
  ['that is an ID token of the client', ({ claims: { azp } }) => ({ aud: azp, azp: undefined, nonce: 'n' })],
  ['without an object id', () => ({ oid: undefined })],
  ['whose object id is empty', () => ({ oid: '' })],
  ['whose object id is an object', () => ({ oid: { $ne: '' } })],
  ['without a subject', () => ({ sub: undefined })],
  ['of an app that has scopes', () => ({ idtyp: 'app' })],
];

/** Signed by the authority for us, and with too few rights. */
const rights: readonly (readonly [title: string, claims: Members, code: ProblemCode, on?: 'people only'])[] = [
  ['through an application off the list', { azp: foreignClient.clientId }, 'ClientNotAllowed'],
  ['through an application that is nearly on the list', { azp: ' ' }, 'ClientNotAllowed'],
  ['without our scope', { scp: 'openid profile' }, 'ScopeMissing'],
  ['with our scope in capitals', { scp: 'Access_As_User' }, 'ScopeMissing'],
  ['with a scope that begins as ours', { scp: 'access_as_user.all access_as_users' }, 'ScopeMissing'],
  ['with our scope behind a comma', { scp: 'openid,access_as_user' }, 'ScopeMissing'],
  ['with our scope in a list', { scp: ['access_as_user'] }, 'ScopeMissing'],
  ['with an empty scope', { scp: '' }, 'ScopeMissing'],
  ['of a person without a scope', { scp: undefined }, 'ScopeMissing'],
  ['without a role', { roles: undefined }, 'RoleMissing'],
  ['with no roles in the list', { roles: [] }, 'RoleMissing'],
  ['with a role that we do not know', { roles: ['Purview.Everything', '*', 'Global Administrator'] }, 'RoleMissing'],
  ['with the role in small letters', { roles: ['purview.administrator'] }, 'RoleMissing'],
  ['with the role as a text', { roles: 'Purview.Administrator' }, 'RoleMissing'],
  ['with all roles in one', { roles: ['Purview.Reader,Purview.Administrator'] }, 'RoleMissing'],
  ['with roles within roles', { roles: [['Purview.Administrator']] }, 'RoleMissing'],
  ['with the role as a scope', { roles: undefined, scp: 'access_as_user Purview.Administrator' }, 'RoleMissing'],
  ['with the role as a group', { roles: undefined, groups: ['Purview.Administrator'] }, 'RoleMissing'],
  ['of an app on its own account', { scp: undefined, idtyp: 'app' }, 'AppsNotAllowed', 'people only'],
  ['of an app by its subject', { scp: undefined, sub: users.megan.id }, 'AppsNotAllowed', 'people only'],
];

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const hmac = ({ claims: payload, kid }: Forge, secret: string | Buffer, algorithm = 'HS256'): string => {
  const input = `${encoded({ alg: algorithm, typ: 'JWT', kid })}.${encoded(payload)}`;
  const hash = `sha${algorithm.slice(2)}`;
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
};

/** Whatever JSON there may be in header and payload, under a signature of the forger's. */
const written = ({ ownKey }: Forge, header: unknown, payload: unknown): string => {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(ownKey, 'base64url')}`;
};

const otherKey = (alg: string): KeyObject =>
  alg === 'EdDSA'
    ? generateKeyPairSync('ed25519').privateKey
    : generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

const by =
  (alg: string) =>
  async ({ claims: payload, kid, ownKey }: Forge) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg, kid })
      .sign(alg.startsWith('PS') || alg.startsWith('RS') ? ownKey : otherKey(alg));

const parts = ({ good }: Forge): readonly [string, string, string] => {
  const [header = '', payload = '', signature = ''] = good.split('.');
  return [header, payload, signature];
};

const withSignature = (forge: Forge, change: (signature: Buffer) => Buffer): string => {
  const [header, payload, signature] = parts(forge);
  return `${header}.${payload}.${change(Buffer.from(signature, 'base64url')).toString('base64url')}`;
};

/** Not signed by the authority, or not what it signed. */
const forgeries: readonly Row<(forge: Forge) => string | Promise<string>>[] = [
  ['that is not signed', (forge) => new UnsecuredJWT(forge.claims).encode()],
  ['that is not signed, with some signature', (forge) => `${new UnsecuredJWT(forge.claims).encode()}AAAA`],
  [
    'that is not signed, with a good signature',
    (forge) => `${encoded({ alg: 'none', kid: forge.kid })}.${parts(forge)[1]}.${parts(forge)[2]}`,
  ],
  ['whose algorithm is None', (forge) => `${encoded({ alg: 'None', kid: forge.kid })}.${encoded(forge.claims)}.AA`],
  ['whose algorithm is nOnE', (forge) => `${encoded({ alg: 'nOnE' })}.${encoded(forge.claims)}.AA`],
  ['without an algorithm', (forge) => written(forge, { kid: forge.kid }, forge.claims)],
  ['whose algorithm is a list', (forge) => written(forge, { alg: ['RS256'], kid: forge.kid }, forge.claims)],
  ['signed with the public key as an HMAC secret', (forge) => hmac(forge, forge.publicPem)],
  ['the same with the key’s JSON', (forge) => hmac(forge, JSON.stringify(forge.publicJwk))],
  ['the same with the key’s modulus', (forge) => hmac(forge, Buffer.from(String(forge.publicJwk.n), 'base64url'))],
  ['the same with SHA-512', (forge) => hmac(forge, forge.publicPem, 'HS512')],
  ['signed with an empty HMAC secret', (forge) => hmac(forge, '')],
  ['signed with PS256', by('PS256')],
  ['signed with RS512', by('RS512')],
  ['signed with ES256', by('ES256')],
  ['signed with EdDSA', by('EdDSA')],
  ['of another’s key under a known key id', (forge) => forge.signed({})],
  ['of another’s key without a key id', (forge) => forge.signed({ kid: undefined })],
  ['of another’s key that it brings along', (forge) => forge.signed({ jwk: forge.ownJwk })],
  ['of another’s key at an address', (forge) => forge.signed({ jku: 'https://evil.test/keys' })],
  ['of another’s key at an address of the authority', (forge) => forge.signed({ jku: `${forge.claims.iss}/../keys` })],
  ['of another’s certificate at an address', (forge) => forge.signed({ x5u: 'https://evil.test/certificate' })],
  ['of another’s certificate that it brings along', (forge) => forge.signed({ x5c: ['MIIB'], x5t: 'AA' })],
  ['of another’s key under its own key id', (forge) => forge.signed({ kid: 'made-up', jwk: forge.ownJwk })],
  ['with a key id that we do not know', (forge) => forge.mint({}, { kid: 'unknown' })],
  ['with a key id that is a path', (forge) => forge.mint({}, { kid: '../../x' })],
  ['with a key id that is a file', (forge) => forge.mint({}, { kid: '/dev/null' })],
  ['with a key id that is an address', (forge) => forge.mint({}, { kid: 'https://evil.test/key' })],
  ['with a key id that is SQL', (forge) => forge.mint({}, { kid: "x' UNION SELECT 'key" })],
  ['with a key id of a kilobyte', (forge) => forge.mint({}, { kid: 'k'.repeat(1_024) })],
  ['with a key id that is empty', (forge) => forge.mint({}, { kid: '' })],
  [
    'with a critical extension',
    (forge) => written(forge, { alg: 'RS256', kid: forge.kid, crit: ['x'], x: 1 }, forge.claims),
  ],
  [
    'with an unencoded payload',
    (forge) => written(forge, { alg: 'RS256', kid: forge.kid, crit: ['b64'], b64: false }, forge.claims),
  ],
  [
    'with changed claims',
    (forge) => `${parts(forge)[0]}.${encoded({ ...forge.claims, oid: users.adele.id })}.${parts(forge)[2]}`,
  ],
  [
    'with a changed header',
    (forge) => `${encoded({ alg: 'RS256', kid: forge.kid, typ: 'at+jwt' })}.${parts(forge)[1]}.${parts(forge)[2]}`,
  ],
  ['with a cut signature', (forge) => withSignature(forge, (signature) => signature.subarray(0, -1))],
  [
    'with a longer signature',
    (forge) => withSignature(forge, (signature) => Buffer.concat([signature, Buffer.alloc(1)])),
  ],
  ['with a signature of zeros', (forge) => withSignature(forge, (signature) => Buffer.alloc(signature.length))],
  [
    'with the signature of another',
    async (forge) => `${parts(forge)[0]}.${parts(forge)[1]}.${(await forge.mint({ sub: 'x' })).split('.')[2]}`,
  ],
  ['whose payload is a list', (forge) => written(forge, { alg: 'RS256', kid: forge.kid }, [forge.claims])],
  ['whose payload is null', (forge) => written(forge, { alg: 'RS256', kid: forge.kid }, 'null')],
  ['whose payload is no JSON', (forge) => written(forge, { alg: 'RS256', kid: forge.kid }, '{"exp":')],
  ['whose header is no JSON', (forge) => written(forge, 'alg', forge.claims)],
  ['whose header is null', (forge) => written(forge, 'null', forge.claims)],
  [
    'whose header names __proto__',
    (forge) => written(forge, `{"__proto__":{"alg":"RS256","kid":"${forge.kid}"}}`, forge.claims),
  ],
  ['that is encrypted', (forge) => `${encoded({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AAAA.AAAA.${parts(forge)[1]}.AAAA`],
  ['of twelve kilobytes', (forge) => `${parts(forge)[0]}.${encoded({ ...forge.claims, pad: 'x'.repeat(9_000) })}.AAAA`],
];

/** A good token, or none, in the wrong place. */
const framings: readonly (readonly [
  title: string,
  headers: (good: string) => Record<string, string>,
  code: ProblemCode,
])[] = [
  ['nothing', () => ({}), 'TokenMissing'],
  ['an empty header', () => ({ authorization: '' }), 'TokenNotAccepted'],
  ['a scheme alone', () => ({ authorization: 'Bearer' }), 'TokenNotAccepted'],
  ['no scheme', (good) => ({ authorization: good }), 'TokenNotAccepted'],
  ['another scheme', (good) => ({ authorization: `Basic ${good}` }), 'TokenNotAccepted'],
  ['proof of possession', (good) => ({ authorization: `DPoP ${good}` }), 'TokenNotAccepted'],
  ['the scheme twice', (good) => ({ authorization: `Bearer Bearer ${good}` }), 'TokenNotAccepted'],
  ['a scheme with a tab', (good) => ({ authorization: `Bearer\t${good}` }), 'TokenNotAccepted'],
  ['two tokens in one header', (good) => ({ authorization: `Bearer ${good}, Bearer ${good}` }), 'TokenNotAccepted'],
  ['two tokens behind one scheme', (good) => ({ authorization: `Bearer ${good} ${good}` }), 'TokenNotAccepted'],
  ['a token in quotes', (good) => ({ authorization: `Bearer "${good}"` }), 'TokenNotAccepted'],
  ['a token with padding', (good) => ({ authorization: `Bearer ${good}==` }), 'TokenNotAccepted'],
  ['a token with a dot behind it', (good) => ({ authorization: `Bearer ${good}.` }), 'TokenNotAccepted'],
  [
    'a token that is percent-encoded',
    (good) => ({ authorization: `Bearer ${good.replaceAll('.', '%2E')}` }),
    'TokenNotAccepted',
  ],
  [
    'a token with a line of its own',
    (good) => ({ authorization: `Bearer ${good.replace('.', '\u0085.')}` }),
    'TokenNotAccepted',
  ],
  ['another credential beside it', (good) => ({ authorization: `Bearer ${good}, Basic YTpi` }), 'TokenNotAccepted'],
  ['the header of a proxy', (good) => ({ 'proxy-authorization': `Bearer ${good}` }), 'TokenMissing'],
  ['the header that a proxy keeps', (good) => ({ 'x-forwarded-authorization': `Bearer ${good}` }), 'TokenMissing'],
  ['the token of Easy Auth', (good) => ({ 'x-ms-token-aad-access-token': good }), 'TokenMissing'],
  ['the cookie of Easy Auth', (good) => ({ cookie: `AppServiceAuthSession=${good}` }), 'TokenMissing'],
  [
    'a principal of Easy Auth',
    () => ({
      'x-ms-client-principal': Buffer.from(
        JSON.stringify({ auth_typ: 'aad', claims: [{ typ: 'roles', val: 'Purview.Administrator' }] }),
      ).toString('base64'),
      'x-ms-client-principal-id': users.megan.id,
      'x-ms-client-principal-name': users.megan.userPrincipalName,
      'x-ms-client-principal-idp': 'aad',
    }),
    'TokenMissing',
  ],
  [
    'a key of the Functions host',
    () => ({ 'x-functions-key': 'AAAA', 'x-functions-clientid': 'default' }),
    'TokenMissing',
  ],
];

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Everything that must not open a door. */
export const badTokens: readonly BadToken[] = [
  ...claims.map(
    ([what, changed]): BadToken => ({
      title: `a token ${what}`,
      code: 'TokenNotAccepted',
      lacks: 'a token',
      headers: async (forge) => bearer(await forge.mint(changed(forge))),
    }),
  ),
  ...forgeries.map(
    ([what, make]): BadToken => ({
      title: `a token ${what}`,
      code: 'TokenNotAccepted',
      lacks: 'a token',
      headers: async (forge) => bearer(await make(forge)),
    }),
  ),
  ...framings.map(
    ([title, headers, code]): BadToken => ({
      title,
      code,
      lacks: 'a token',
      headers: async ({ good }) => headers(good),
    }),
  ),
  ...rights.map(
    ([what, changed, code, on]): BadToken => ({
      title: `a token ${what}`,
      code,
      lacks: 'rights',
      headers: async (forge) => bearer(await forge.mint(changed)),
      ...(on && { on }),
    }),
  ),
];
