import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toExternalAccess } from '../../functions/sharing/toExternalAccess.ts';

const domains = ['contoso.com'];
const map = (record: Record<string, unknown>, internalDomains: readonly string[] = domains) =>
  toExternalAccess({ id: 'p', roles: ['read'], ...record }, internalDomains);
const kindOf = (record: Record<string, unknown>, internalDomains?: readonly string[]) => {
  return map(record, internalDomains)?.kind;
};
const user = (email: string | null, loginName: string | null = null) => ({
  user: { displayName: null, email },
  siteUser: { loginName },
});

test('knows who is outside', () => {
  assert.equal(kindOf({ link: { scope: 'anonymous', type: 'view' } }), 'anonymousLink');
  assert.equal(kindOf({ grantedToV2: user('lab@fabrikam.com') }), 'guest');
  assert.equal(kindOf({ grantedToV2: user(null, 'i:0#.f|membership|lab_fabrikam.com#EXT#@contoso.com') }), 'guest');
  assert.equal(kindOf({ grantedToV2: user(null, 'i:0#.f|membership|urn%3aspo%3aguest#lab@fabrikam.com') }), 'guest');
  assert.equal(kindOf({ grantedToV2: user(null, 'i:0#.f|membership|URN:spo:anon#0a1b') }), 'guest');
  assert.equal(kindOf({ grantedToV2: user(null, 'c:0(.s|true') }), 'everyone');
  assert.equal(kindOf({ grantedToV2: user(null, 'C:0(.S|TRUE') }), 'everyone');
  assert.equal(kindOf({ invitation: { email: 'lab@fabrikam.com' } }), 'guest');
  const link = { scope: 'users', type: 'edit' };
  const identities = [user('megan@contoso.com'), user('lab@fabrikam.com')];
  assert.equal(kindOf({ link, grantedToIdentitiesV2: identities }), 'peopleLink');
});

test('takes a domain for the own one only when it is that very domain', () => {
  for (const email of ['lab@notcontoso.com', 'lab@contoso.com.fabrikam.com', 'megan@contoso.com@fabrikam.com'])
    assert.equal(kindOf({ grantedToV2: user(email) }), 'guest', email);
});

test('tells the name that Graph knows before that of the site', () => {
  const grantedToV2 = {
    user: { displayName: 'Fabrikam Lab', email: 'lab@fabrikam.com' },
    siteUser: { displayName: 'lab', email: 'old@fabrikam.com', loginName: 'lab#ext#' },
  };
  assert.deepEqual(map({ grantedToV2 })?.people, [
    { name: 'Fabrikam Lab', email: 'lab@fabrikam.com', isExternal: true },
  ]);
});

test('leaves out what lets nobody outside in', () => {
  assert.equal(kindOf({ grantedToV2: user('Megan@CONTOSO.com') }), undefined);
  assert.equal(kindOf({ grantedToV2: user(null, 'c:0-.f|rolemanager|spo-grid-all-users/abc') }), undefined);
  assert.equal(kindOf({ grantedToV2: { siteGroup: { displayName: 'Members' } } }), undefined);
  assert.equal(kindOf({ link: { scope: 'organization', type: 'view' } }), undefined);
  assert.equal(kindOf({ link: { scope: 'users' }, grantedToIdentitiesV2: [user('megan@contoso.com')] }), undefined);
});

test('calls nobody an outsider for their address when it is not known which addresses are inside', () => {
  assert.equal(kindOf({ grantedToV2: user('lab@fabrikam.com') }, []), undefined);
  assert.equal(kindOf({ grantedToV2: user('lab_fabrikam.com#ext#@contoso.com') }, []), 'guest');
});

test('takes inherited entries and those of owners for entries that must stay', () => {
  const guest = { grantedToV2: user('lab@fabrikam.com') };
  const isRemovable = (record: Record<string, unknown>) => map({ ...guest, ...record })?.isRemovable;
  assert.equal(isRemovable({}), true);
  assert.equal(isRemovable({ inheritedFrom: null }), true);
  for (const inheritedFrom of [{}, { path: '/drives/d/root:/Folder' }, 'somewhere', true]) {
    assert.equal(isRemovable({ inheritedFrom }), false);
  }
  for (const roles of [['owner'], ['read', 'Owner'], ['sp.full control']]) assert.equal(isRemovable({ roles }), false);
});

test('refuses to map what it cannot read', () => {
  for (const record of [{ id: null }, { id: 7 }, { roles: undefined }, { roles: 'read' }, { roles: [] }]) {
    assert.throws(() => map({ link: { scope: 'anonymous' }, ...record }), { name: 'UnmappableRecord' });
  }
});

test('reads hostile entries: other types and huge texts', () => {
  const found = map({
    link: { scope: 'anonymous', type: 5, webUrl: 'https://contoso.sharepoint.com/:x:/s/a/secret' },
    grantedToV2: 'nobody',
    grantedToIdentitiesV2: [7, null, { user: { displayName: 'x'.repeat(5_000_000), email: {} } }],
    hasPassword: 'no',
    expirationDateTime: 'tomorrow',
  });
  assert.ok(found);
  assert.deepEqual(Object.keys(found).sort(), [
    'isInherited',
    'isRemovable',
    'kind',
    'people',
    'permissionId',
    'roles',
  ]);
  assert.ok(Buffer.byteLength(found.people[0]?.name ?? '') <= 32 * 1024);
  assert.doesNotMatch(JSON.stringify(found), /secret/);
});
