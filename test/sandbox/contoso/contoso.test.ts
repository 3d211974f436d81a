import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicationPermissions } from '../../../functions/health/applicationPermissions.ts';
import { timers } from '../../../functions/index.ts';
import { resourceOf } from '../../../functions/integrations/entra/permissionResource.ts';
import type { Timer } from '../../../functions/runtime/timer.ts';
import { api, applications, appRoles, connector, managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { type DlpPolicy, dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import { type Group, groups } from '../../../sandbox/contoso/groups.ts';
import { labels, type SensitivityLabel } from '../../../sandbox/contoso/labels.ts';
import { type RetentionLabel, retentionLabels } from '../../../sandbox/contoso/retentionLabels.ts';
import { sensitiveInformationTypes } from '../../../sandbox/contoso/sensitiveInformationTypes.ts';
import { fileUrl, type SharedFolder, type Site, type SiteFile } from '../../../sandbox/contoso/site.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { type Team, teams } from '../../../sandbox/contoso/teams.ts';
import { findUser, type User, users } from '../../../sandbox/contoso/users.ts';
import { allOperations } from '../../tableOfContents.ts';

const people = Object.values<User>(users);
const personIds = new Set(people.map(({ id }) => id));
const labelIds = new Set(Object.values<SensitivityLabel>(labels).map(({ id }) => id));
const typeIds = new Set<string>(Object.values(sensitiveInformationTypes).map(({ id }) => id));
const policies = Object.values<DlpPolicy>(dlpPolicies);
const allSites = Object.values<Site>(sites);
const files = allSites.flatMap((site) => Object.values<SiteFile>(site.files).map((file) => ({ site, file })));
const folders = allSites.flatMap((site) => Object.values<SharedFolder>(site.folders ?? {}));

test('names every thing by an id of its own', () => {
  const ids = [
    ...people.map(({ id }) => id),
    ...applications.flatMap(({ clientId, objectId }) => [clientId, objectId]),
    ...appRoles.map(({ id }) => id),
    ...labelIds,
    ...typeIds,
    ...policies.flatMap((policy) => [policy.id, ...policy.rules.map(({ id }) => id)]),
    ...Object.values<Team>(teams).flatMap((team) => [team.id, ...Object.values(team.channels).map(({ id }) => id)]),
    ...allSites.flatMap((site) => [site.id, site.driveId]),
    ...files.flatMap(({ file }) => [file.id, ...file.sharing.map(({ id }) => id)]),
    ...folders.flatMap((folder) => [folder.id, ...folder.sharing.map(({ id }) => id)]),
    ...Object.values<RetentionLabel>(retentionLabels).map(({ id }) => id),
  ];
  assert.equal(new Set(ids).size, ids.length);
});

test('grants the app what its operations and timers need on its own account, and nothing of no use', async () => {
  const contents = { operations: allOperations, timers: timers as readonly Timer<never>[] };
  const { missing, surplus } = await applicationPermissions(
    contents,
    () => true,
    async (scope) => {
      const { appId } =
        ['SecurityAlert.Read.All', 'ActivityFeed.Read'].map(resourceOf).find((one) => one.scope === scope) ??
        assert.fail();
      return { permissions: new Set(managedIdentity.applicationPermissions[appId]) };
    },
  );
  assert.deepEqual([missing, surplus], [[], []]);
});

test('has a group of the same name behind every team', () => {
  const all = Object.values<Group>(groups);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  for (const { id, displayName } of Object.values<Team>(teams))
    assert.deepEqual(
      all.filter((group) => group.id === id).map((group) => [group.displayName, group.groupTypes]),
      [[displayName, ['Unified']]],
    );
});

test('refers only to people, labels and sensitive information types that exist', () => {
  for (const { managerId, displayName } of people) assert.ok(!managerId || personIds.has(managerId), displayName);
  for (const team of Object.values<Team>(teams)) {
    for (const id of team.memberIds) assert.ok(personIds.has(id), team.displayName);
    for (const id of team.ownerIds) assert.ok(team.memberIds.includes(id), team.displayName);
  }
  for (const site of allSites) {
    for (const id of site.memberIds) assert.ok(personIds.has(id), site.displayName);
    assert.ok(site.memberIds.includes(site.ownerId), site.displayName);
  }
  for (const { file } of files) {
    assert.ok(personIds.has(file.ownerId), file.name);
    assert.ok(!file.labelId || labelIds.has(file.labelId), file.name);
    for (const { typeId } of file.sensitiveInformation) assert.ok(typeIds.has(typeId), file.name);
  }
  for (const rule of policies.flatMap((policy) => policy.rules)) {
    for (const { typeId } of rule.sensitiveInformation) assert.ok(typeIds.has(typeId), rule.name);
    for (const id of rule.labelIds ?? []) assert.ok(labelIds.has(id), rule.name);
    assert.ok(rule.sensitiveInformation.length + (rule.labelIds?.length ?? 0) > 0, rule.name);
  }
});

test('leads from every person up to the president', () => {
  for (const person of people) {
    const seen = new Set<string>();
    let current: User | undefined = person;
    while (current?.managerId) {
      assert.ok(!seen.has(current.id), `${person.displayName} is their own manager's manager`);
      seen.add(current.id);
      current = findUser(current.managerId);
    }
    assert.equal(current, users.patti);
  }
});

test('puts sublabels directly under their label, in order of priority', () => {
  const ordered = Object.values<SensitivityLabel>(labels);
  assert.deepEqual(
    ordered.map(({ priority }) => priority),
    ordered.map((_label, index) => index),
  );
  for (const label of ordered.filter(({ parentId }) => parentId)) {
    const parent = ordered.find(({ id }) => id === label.parentId);
    assert.ok(parent && parent.parentId === undefined && parent.priority < label.priority, label.name);
  }
});

test('finds a person by object id or by user principal name, in any letter case', () => {
  assert.equal(findUser(users.megan.id.toUpperCase()), users.megan);
  assert.equal(findUser('Megan@Contoso.com'), users.megan);
  assert.equal(findUser('nobody@contoso.com'), undefined);
});

test('has a person for every role and one without', () => {
  const held = people.flatMap((person) => person.appRoles);
  for (const { value } of appRoles) assert.ok(held.includes(value), value);
  assert.deepEqual(users.alex.appRoles, []);
});

test('lets the connector call our API, and the managed identity act for it', () => {
  assert.deepEqual(connector.delegatedPermissions, { [api.clientId]: ['access_as_user'] });
  assert.deepEqual(api.federatedIdentities, [managedIdentity.objectId]);
});

test('gives a file the address of its library, encoded segment by segment', () => {
  const { finance, leeOneDrive } = sites;
  assert.equal(
    fileUrl(finance, finance.files.cardPayments),
    'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Payments/Card%20payments%20Q3.xlsx',
  );
  assert.equal(
    fileUrl(leeOneDrive, leeOneDrive.files.prototype),
    'https://contoso-my.sharepoint.com/personal/lee_contoso_com/Documents/Lab/Prototype%20measurements.xlsx',
  );
});
