import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Declaration, findDeclarations } from '../../connector/findDeclarations.ts';
import { wantedPermissions } from '../../connector/wantedPermissions.ts';
import type { NeededPermission } from '../../functions/health/leastPrivilege.ts';
import * as contents from '../../functions/index.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { listAlerts, listDlpPolicies, updateAlert } from './sampleOperations.ts';
import { pollActivityFeed } from './sampleTimer.ts';

const nameOf = ({ kind, name }: NeededPermission): string => `${kind} ${name}`;

describe('the permissions of the samples', () => {
  const switchedOn = { requires: [{ kind: 'setting', name: 'PREVIEW', howTo: 'Set it.' }] } as const;
  const preview: Operation<never> = { ...updateAlert, ...switchedOn, operationId: 'PreviewAlert' };
  // Off as well, and needs no permission.
  const names: Operation<never> = { ...listDlpPolicies, ...switchedOn };
  const operations = [listAlerts, preview, names];
  const declarations = [
    ...operations.map((value) => ({ value, folder: value === listAlerts ? 'alerts' : 'preview' })),
    { value: pollActivityFeed, folder: 'activity' },
  ].map(({ value, folder }): Declaration => ({ kind: 'operation', value, folder, exportName: 'it', file: 'it.ts' }));
  const wanted = (...features: readonly string[]) => {
    const some = features.length === 0 ? undefined : features;
    const found = wantedPermissions({ operations, timers: [pollActivityFeed] }, declarations, some);
    assert.ok('needed' in found);
    return { leftOut: found.leftOut, needed: found.needed.map(nameOf) };
  };

  test('leave out what is off until a setting switches it on, and say so', () => {
    assert.deepEqual(wanted(), {
      leftOut: 'Left out until a setting switches it on: PreviewAlert. --features preview prints what it needs.',
      needed: [
        'delegated SecurityAlert.Read.All',
        'application ActivityFeed.Read',
        'application SecurityAlert.Read.All',
      ],
    });
  });

  test('are those of the features that are named, off or not, and of their timers', () => {
    assert.deepEqual(wanted('preview'), {
      leftOut: undefined,
      needed: ['delegated SecurityAlert.ReadWrite.All'],
    });
    assert.deepEqual(wanted('activity').needed, [
      'application ActivityFeed.Read',
      'application SecurityAlert.Read.All',
    ]);
  });

  test('are none of a feature that there is not, whatever is named beside it', () => {
    assert.deepEqual(wantedPermissions({ operations, timers: [] }, declarations, ['alerts', 'unheardOf']), {
      fault: 'There is no feature unheardOf; --features takes one or more of alerts,preview,activity.',
    });
  });
});

test('any set of features, new ones too, needs together what all need', async () => {
  const declarations = await findDeclarations(join(import.meta.dirname, '../..'));
  const neededBy = (features?: readonly string[]): readonly string[] => {
    const found = wantedPermissions(contents, declarations, features);
    assert.ok('needed' in found);
    return found.needed.map(nameOf);
  };
  const folders = [...new Set(declarations.map(({ folder }) => folder))];
  const whole = neededBy(folders);
  const byDefault = neededBy();
  assert.ok(byDefault.includes('delegated SecurityAlert.Read.All'));
  assert.ok(!byDefault.includes('application InformationProtectionPolicy.Read.All'));
  assert.deepEqual(
    byDefault,
    whole.filter((permission) => byDefault.includes(permission)),
  );
  const parts = [0, 1].flatMap((half) => neededBy(folders.filter((_, at) => at % 2 === half)));
  assert.deepEqual([...new Set(parts)].sort(), whole.toSorted());
});
