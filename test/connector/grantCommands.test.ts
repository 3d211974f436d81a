import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import { azureCliCommands } from '../../connector/grantCommands.ts';
import { printGrants } from '../../connector/printGrants.ts';
import { leastPrivilege } from '../../functions/health/leastPrivilege.ts';
import { assertGolden } from './assertGolden.ts';
import { sampleOperations } from './sampleOperations.ts';
import { pollActivityFeed } from './sampleTimer.ts';

const permissions = leastPrivilege(sampleOperations, [pollActivityFeed]);

test('lists each permission once, with everything that needs it', () => {
  assert.deepEqual(permissions, [
    { kind: 'delegated', name: 'SecurityAlert.Read.All', operations: ['ListAlerts'], timers: [] },
    { kind: 'delegated', name: 'SecurityAlert.ReadWrite.All', operations: ['UpdateAlert'], timers: [] },
    { kind: 'application', name: 'ActivityFeed.Read', operations: [], timers: ['PollActivityFeed'] },
    {
      kind: 'application',
      name: 'SecurityAlert.Read.All',
      operations: ['ListAlerts'],
      timers: ['PollActivityFeed'],
    },
  ]);
});

test('prints the list and the commands of both kinds as kept, and says when a kind is not needed', async () => {
  await assertGolden('grants.txt', printGrants(permissions));
  assert.match(printGrants([]), /Delegated, for the application registration:\n {2}none/);
});

// Stands in for the Azure CLI: finds an id for each name but those in $MISSING, writes down what is changed, and fails
// at what contains $FAIL_AT.
const azureCli = `#!/usr/bin/env bash
all="$*"
[[ -n $FAIL_AT && $all == *"$FAIL_AT"* ]] && exit 1
case "$all" in
  *"--query id "*) echo resource-id ;;
  *"ad sp show"*) name=\${all#*value==\\'}; name=\${name%%\\'*}; [[ $name == "$MISSING" ]] || echo "id-of-$name" ;;
  *"--method POST"*|*"ad app permission"*) echo "$all" >>"$CHANGES" ;;
  *rest*) echo "$HELD" ;;
esac
`;

const run = async (environment: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'grants-'));
  try {
    const changes = join(folder, 'changes');
    await writeFile(join(folder, 'az'), azureCli);
    await chmod(join(folder, 'az'), 0o755);
    await writeFile(changes, '');
    const env = {
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      CHANGES: changes,
      HELD: '',
      MISSING: '',
      FAIL_AT: '',
      API_CLIENT_ID: 'client-id',
      IDENTITY_OBJECT_ID: 'identity-id',
      ...environment,
    };
    await promisify(execFile)('bash', ['-c', azureCliCommands(permissions)], { env });
    return await readFile(changes, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
};

suite('the Azure CLI commands', () => {
  test('add delegated permissions to the registration and roles to the identity', async () => {
    const changes = await run({});
    assert.match(changes, /permission add --id client-id .* id-of-SecurityAlert\.Read\.All=Scope\n/);
    assert.match(changes, /permission add --id client-id .* id-of-SecurityAlert\.ReadWrite\.All=Scope\n/);
    assert.match(changes, /permission admin-consent --id client-id\n/);
    assert.match(changes, /servicePrincipals\/identity-id\/.*"appRoleId":"id-of-ActivityFeed\.Read"\}\n/);
    assert.match(
      changes,
      /"principalId":"identity-id","resourceId":"resource-id","appRoleId":"id-of-SecurityAlert\.Read\.All"/,
    );
  });

  test('leave out a role that the identity holds', async () => {
    assert.doesNotMatch(await run({ HELD: 'id-of-ActivityFeed.Read' }), /"appRoleId":"id-of-ActivityFeed/);
  });

  test('stop at a permission that does not exist, instead of going on without it', async () => {
    await assert.rejects(
      run({ MISSING: 'ActivityFeed.Read' }),
      /There is no application permission ActivityFeed\.Read/,
    );
  });

  test('stop when a change is refused', async () => {
    await assert.rejects(run({ FAIL_AT: 'permission add' }), ({ code }) => code === 1);
  });

  test('say which variable is not set', async () => {
    await assert.rejects(run({ API_CLIENT_ID: '' }), /API_CLIENT_ID: Set it to the client id/);
  });
});
