import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicationPermissions } from '../../functions/health/applicationPermissions.ts';
import { checkPermissions } from '../../functions/health/checkPermissions.ts';
import { getReadiness } from '../../functions/health/getReadiness.ts';
import type { SubjectReadiness } from '../../functions/health/readiness.ts';
import { timersAtWork } from '../../functions/health/timersAtWork.ts';
import { operations, timers } from '../../functions/index.ts';
import { type HeldPermissions, heldPermissions } from '../../functions/integrations/entra/heldPermissions.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { LogFields } from '../../functions/runtime/log.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import type { Timer } from '../../functions/runtime/timer.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { settingsTable } from '../../functions/settingsTable.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { silentLog } from '../silentLog.ts';
import { allOperations } from '../tableOfContents.ts';

interface Scene {
  readonly caller?: Caller;
  readonly delegated?: HeldPermissions;
  readonly application?: HeldPermissions;
  readonly settings?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

const contents = { operations: operations as readonly Operation<never>[], timers: timers as readonly Timer<never>[] };
const holding = (...permissions: readonly string[]): HeldPermissions => ({ permissions: new Set(permissions) });
const everything = (kind: 'delegated' | 'application'): HeldPermissions =>
  holding(
    ...contents.operations.flatMap(({ graph }) => graph[kind] ?? []),
    ...contents.timers.flatMap(({ graph }) => (kind === 'application' ? (graph.application ?? []) : [])),
  );

/** What is held on Graph; of the activity feed, everything. */
const ofGraph =
  (held: HeldPermissions) =>
  (scope: string): HeldPermissions =>
    scope.includes('graph.microsoft.com') || 'unknown' in held ? held : holding('ActivityFeed.Read');

const readinessIn = async ({
  caller = person(users.megan),
  delegated = everything('delegated'),
  application = everything('application'),
  settings = [],
  parameters = {},
}: Scene) => {
  const isSet = (setting: string) => settings.includes(setting);
  const heldBy = (identity: Caller | 'app') => async (scope: string) =>
    identity === 'app' ? ofGraph(application)(scope) : delegated;
  const dependencies = {
    contents,
    heldBy,
    isSet,
    applicationPermissions: () => applicationPermissions(contents, isSet, heldBy('app')),
    settingWarnings: ['A setting opens too much.'],
  };
  const { body } = await callHandler(getReadiness, dependencies, {
    caller,
    parameters: { show: 'everything', ...parameters },
  });
  return body as { state: string; value: SubjectReadiness[]; warnings: string[] };
};

const requirementsOf = async (operationId: string, scene: Scene) => {
  const [subject] = (await readinessIn({ ...scene, parameters: { operationId } })).value;
  assert.ok(subject, operationId);
  return subject;
};

test('says that there is no such operation, instead of that nothing is missing', async () => {
  await assert.rejects(readinessIn({ parameters: { operationId: 'ListAlert' } }), {
    code: 'InvalidInput',
    message: /^query\.operationId: is no action/,
  });
});

test('covers everything that the connector has, and every timer', async () => {
  const { value } = await readinessIn({});
  assert.deepEqual(
    value.map(({ name }) => name),
    [
      ...allOperations.filter(({ audience }) => audience === 'listed').map(({ operationId }) => operationId),
      ...contents.timers.map(({ name }) => name),
    ],
  );
});

test('names the delegated permission that is missing, and how to get it', async () => {
  const { state, requirements } = await requirementsOf('UpdateAlert', { delegated: holding('User.Read') });
  assert.equal(state, 'missing');
  const permission = requirements.find(({ kind }) => kind === 'permission');
  assert.deepEqual([permission?.name, permission?.state], ['SecurityAlert.ReadWrite.All', 'missing']);
  assert.match(permission?.howTo ?? '', /delegated permission.*admin consent.*npm run permissions/);
});

test('looks at the app’s own permissions for an app, and for what nobody’s rights but its own will do', async () => {
  const application = holding('SecurityAlert.Read.All');
  assert.equal((await requirementsOf('UpdateAlert', { application })).state, 'check');
  const caller = { ...app(), roles: ['Purview.Responder'] };
  assert.equal((await requirementsOf('UpdateAlert', { application, caller })).state, 'missing');
  const settings = ['DLP_POLICY_FILES'];
  assert.equal((await requirementsOf('ListDlpPolicies', { application, settings })).state, 'missing');
  assert.equal((await requirementsOf('ListDlpPolicies', { settings })).state, 'met');
});

test('tells of the background jobs that a trigger stands on, and what they lack', async () => {
  const asked = async (operationId: string) => {
    const { state, value } = await readinessIn({ application: holding(), parameters: { operationId } });
    return [state, value.map(({ name, state }) => `${name} ${state}`)];
  };
  assert.deepEqual(await asked('OnDlpAlert'), ['missing', ['OnDlpAlert met', 'PollAlerts missing']]);
  assert.deepEqual(await asked('PollDlpAlerts'), ['missing', ['PollDlpAlerts met', 'PollAlerts missing']]);
  assert.deepEqual(await asked('OnLabelChange'), ['missing', ['OnLabelChange met', 'PollActivity missing']]);
  assert.deepEqual(await asked('OnConnectorHealth'), ['met', ['OnConnectorHealth met', 'WatchHealth met']]);
});

test('every trigger reads sources that some timer fills', () => {
  const filled = new Set(contents.timers.flatMap(({ fills = [] }) => fills));
  for (const { operationId, trigger } of allOperations) {
    assert.ok(trigger?.mode !== 'webhook' || trigger.sources?.length, operationId);
    for (const source of trigger?.sources ?? []) assert.ok(filled.has(source), `${operationId}: ${source}`);
  }
});

test('takes a permission that writes for one that reads, and no other', async () => {
  const reads = async (...held: string[]) => {
    const { requirements } = await requirementsOf('ListAlerts', { delegated: holding(...held) });
    return requirements.find(({ kind }) => kind === 'permission')?.state;
  };
  assert.equal(await reads('SecurityAlert.ReadWrite.All'), 'met');
  assert.equal(await reads('SecurityAlert.Read'), 'missing');
  assert.equal(await reads('SecurityIncident.ReadWrite.All'), 'missing');
});

test('names a setting, an app role, and whatever has to be looked at elsewhere', async () => {
  const { state, requirements } = await requirementsOf('SetDlpPolicyMode', {});
  assert.equal(state, 'missing');
  assert.deepEqual(
    requirements.map(({ kind, name, state }) => [kind, name, state]),
    [
      ['appRole', 'Purview.Administrator', 'missing'],
      ['setting', 'DLP_RUNBOOK_ID', 'missing'],
      ['role', 'Automation Job Operator and Automation Runbook Operator', 'check'],
      ['registration', 'The application of the runbook', 'check'],
    ],
  );
  const caller = { ...person(users.megan), roles: ['Purview.Administrator'] };
  const settled = await requirementsOf('SetDlpPolicyMode', { caller, settings: ['DLP_RUNBOOK_ID'] });
  assert.equal(settled.state, 'check');
});

test('tells an app what only people may call', async () => {
  const { state, requirements } = await requirementsOf('PostToTeams', { caller: app() });
  assert.equal(state, 'missing');
  assert.match(requirements[0]?.howTo ?? '', /connection of a person/);
});

test('says that it cannot tell, and why, when no token can be had', async () => {
  const delegated = { unknown: 'Microsoft Entra ID: it gave no token.' };
  const { state, requirements } = await requirementsOf('ListAlerts', { delegated });
  assert.equal(state, 'check');
  assert.match(requirements.find(({ kind }) => kind === 'permission')?.howTo ?? '', /it gave no token/);
});

test('shows on demand only that for which something is missing, and says so overall', async () => {
  const { state, value } = await readinessIn({
    delegated: holding(),
    parameters: { show: 'missing', operationId: 'listalerts' },
  });
  assert.deepEqual([state, value.map(({ name }) => name)], ['missing', ['ListAlerts']]);
  const healthy = await readinessIn({ parameters: { show: 'missing', operationId: 'ListAlerts' } });
  assert.deepEqual([healthy.state, healthy.value], ['check', []]);
});

test('warns of settings that open too much, and of permissions that nothing needs', async () => {
  // The label of a shared file is read with the one that writes files, where an administrator has granted it.
  const application = holding('SecurityAlert.ReadWrite.All', 'Sites.FullControl.All', 'Files.ReadWrite.All');
  const { warnings } = await readinessIn({ application });
  assert.deepEqual(warnings, [
    'A setting opens too much.',
    'The app holds Sites.FullControl.All, which nothing needs: take it away.',
  ]);
});

test('every setting that an operation requires is one that there is', () => {
  for (const { operationId, requires = [] } of allOperations) {
    for (const { kind, name } of requires) {
      if (kind === 'setting') assert.ok(Object.hasOwn(settingsTable, name), `${operationId}: ${name}`);
    }
  }
});

test('the check at the start logs an error for each permission that is missing, and one warning for those too many', async () => {
  const lines: [string, string, LogFields | undefined][] = [];
  const log = {
    ...silentLog,
    error: (message: string, fields?: LogFields) => lines.push(['error', message, fields]),
    warn: (message: string, fields?: LogFields) => lines.push(['warn', message, fields]),
  };
  const compared = (held: HeldPermissions, ...settings: string[]) =>
    applicationPermissions(
      contents,
      (setting) => settings.includes(setting),
      async (scope) => ofGraph(held)(scope),
    );
  const run = (held: HeldPermissions) =>
    checkPermissions.run({ applicationPermissions: () => compared(held) }, { correlationId: 'c-1', log });

  await run(holding('Mail.Read'));
  const missing = lines.filter(([level]) => level === 'error').map(([, , fields]) => fields);
  const alerts = missing.find((fields) => fields?.permission === 'SecurityAlert.Read.All');
  const { operations: affected, timers: jobs } = Object(alerts) as Record<string, string[]>;
  assert.ok(affected?.includes('ListAlerts') && jobs?.includes('PollAlerts'));
  // Nobody misses what no setting has switched on.
  assert.ok(missing.every((fields) => fields?.permission !== 'InformationProtectionPolicy.Read.All'));
  const [, , surplus] = lines.find(([level]) => level === 'warn') ?? [];
  assert.deepEqual(surplus, { permissions: ['Mail.Read'] });
  const { missing: switchedOn } = await compared(holding(), 'DLP_POLICY_FILES');
  assert.ok(switchedOn.some(({ name }) => name === 'InformationProtectionPolicy.Read.All'));

  const idle = await applicationPermissions(
    { ...contents, timers: timersAtWork(contents.timers, (source) => !source.endsWith('Activity')) },
    () => false,
    async () => holding(),
  );
  const { missing: all } = await applicationPermissions(
    contents,
    () => false,
    async () => holding(),
  );
  assert.ok(all.some(({ name }) => name === 'ActivityFeed.Read'));
  assert.ok(idle.missing.every(({ name }) => name !== 'ActivityFeed.Read'));
  assert.ok(idle.missing.some(({ timers: jobs }) => jobs.includes('PollAlerts')));

  lines.length = 0;
  await run({ unknown: 'Microsoft Entra ID is away.' });
  assert.ok(lines.length > 0);
  assert.ok(lines.every(([level]) => level === 'warn'));
});

const tokenOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
const credential = (token: string | Error) => ({
  getToken: async () => {
    if (token instanceof Error) throw token;
    return { token, expiresOnTimestamp: Date.now() + 60_000 };
  },
});

test('reads delegated and application permissions out of tokens, and knows when it cannot', async () => {
  const held = (token: string | Error) => heldPermissions(credential(token), 'a scope');
  assert.deepEqual(await held(tokenOf({ scp: 'A.Read B.Read' })), holding('A.Read', 'B.Read'));
  assert.deepEqual(await held(tokenOf({ roles: ['C.Read'] })), holding('C.Read'));
  assert.deepEqual(await held(tokenOf({})), holding());
  assert.ok('unknown' in (await held('opaque')));
  const away = new UpstreamError({ service: 'Microsoft Entra ID', kind: 'away', detail: 'it gave no token.' });
  assert.deepEqual(await held(away), { unknown: 'Microsoft Entra ID: it gave no token.' });
  const refused = new Problem('UpstreamRefused', 'The app lacks consent.');
  assert.deepEqual(await held(refused), { permissions: new Set(), detail: 'The app lacks consent.' });
  await assert.rejects(held(new TypeError('a bug')), TypeError);
});
