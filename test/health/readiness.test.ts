import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationReadiness, timerReadiness } from '../../functions/health/readiness.ts';
import type { HeldPermissions } from '../../functions/integrations/entra/heldPermissions.ts';
import type { Requirement } from '../../functions/runtime/requirement.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';

const heldOf =
  (...permissions: string[]) =>
  async (): Promise<HeldPermissions> => ({ permissions: new Set(permissions) });

const permissions = ['eDiscovery.Read.All'];
const operation = {
  operationId: 'ListCases',
  summary: 'List cases',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: permissions, application: permissions },
} as const;

const known = {
  delegated: heldOf(...permissions),
  application: heldOf(...permissions),
  isSet: () => false,
};
const reader = { ...person(users.megan), roles: ['Purview.Reader'] };
const readerApp = { ...app(), roles: ['Purview.Reader'] };

test('tells people of the role that they need, and apps of the registration', async () => {
  const of = async (caller: typeof reader) =>
    (await operationReadiness(operation, { ...known, caller })).requirements
      .filter(({ state }) => state === 'check')
      .map(({ kind, name }) => [kind, name]);
  const licence = ['licence', 'eDiscovery (Premium)'];
  assert.deepEqual(await of(reader), [licence, ['role', 'eDiscovery Manager']]);
  assert.deepEqual(await of(readerApp), [licence, ['registration', 'Service principal in Microsoft Purview']]);
});

test('says that billing has to be looked at, and by whom a requirement is needed', async () => {
  const billing: Requirement = {
    kind: 'billing',
    name: 'Metered billing',
    howTo: 'Link an Azure subscription to the app.',
    of: 'apps',
  };
  const metered = { ...operation, graph: {}, requires: [billing] };
  const asPerson = await operationReadiness({ ...metered, graph: { delegated: [] } }, { ...known, caller: reader });
  assert.deepEqual([asPerson.state, asPerson.requirements.length], ['met', 1]);
  const asApp = await operationReadiness(metered, { ...known, caller: readerApp });
  assert.deepEqual(
    asApp.requirements.map(({ kind, state }) => [kind, state]),
    [
      ['appRole', 'met'],
      ['billing', 'check'],
    ],
  );
});

test('holds a timer to the permissions of the app, whoever asks, and not to the roles of people', async () => {
  const timer = { name: 'PollCases', description: 'Reads cases.', graph: { application: permissions } };
  const lacking = { ...known, caller: reader, application: heldOf() };
  const { state, kind, requirements } = await timerReadiness(timer, lacking);
  assert.deepEqual([state, kind], ['missing', 'timer']);
  assert.ok(requirements.every((requirement) => requirement.kind !== 'role' && requirement.kind !== 'appRole'));
});
