import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Approvals, createApprovals } from '../../functions/approvals/approvals.ts';
import { inSteps, type StepInput } from '../../functions/approvals/inSteps.ts';
import type { Caller, Role } from '../../functions/runtime/caller.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { silentLog } from '../silentLog.ts';
import { tableForTest } from '../tableForTest.ts';

const person = (name: string, role: Role): Caller => ({
  kind: 'person',
  tenantId: 'contoso',
  objectId: name,
  clientId: 'the connector',
  roles: [role],
  token: new Secret('a token'),
});
const adele = person('Adele', 'Purview.Remediator');
const megan = person('Megan', 'Purview.Administrator');
const target = { action: 'ReleaseHold', subject: 'case 1, hold 2' };

describe('an action in steps', () => {
  let approvals: Approvals;
  let done = 0;

  before(async () => {
    approvals = createApprovals(await tableForTest(), () => new Date());
  });

  const step = (caller: Caller, input: StepInput, failure?: Error) =>
    inSteps(
      { approvals, caller, log: silentLog },
      {
        input,
        target,
        carryOut: async () => {
          if (failure) throw failure;
          done += 1;
          return 'released';
        },
      },
    );

  const approvedId = async (): Promise<string> => {
    const { approval } = await step(adele, { step: 'request', reason: 'The matter is settled.' });
    await step(megan, { step: 'approve', approvalId: approval.approvalId });
    return approval.approvalId;
  };

  test('is carried out in the last step only', async () => {
    const approvalId = await approvedId();
    assert.equal(done, 0);
    const { approval, outcome } = await step(adele, { step: 'carryOut', approvalId });
    assert.deepEqual([approval.state, outcome, done], ['used', 'released', 1]);
  });

  test('asks for the reason or the approval id that a step needs', async () => {
    await assert.rejects(step(adele, { step: 'request' }), /reason: is required in step request/);
    await assert.rejects(step(megan, { step: 'approve' }), /approvalId: is required in step approve/);
    await assert.rejects(step(adele, { step: 'carryOut' }), /approvalId: is required in step carryOut/);
  });

  test('is approved by administrators only', async () => {
    const { approval } = await step(adele, { step: 'request', reason: 'The matter is settled.' });
    const remediator = person('Nestor', 'Purview.Remediator');
    await assert.rejects(
      step(remediator, { step: 'approve', approvalId: approval.approvalId }),
      (error) => error instanceof Problem && error.code === 'RoleMissing',
    );
  });

  for (const failure of [
    new Problem('NotFound', 'There is no such hold.'),
    new UpstreamError({ service: 'Microsoft Graph', kind: 'throttled', detail: 'it asks for fewer calls.' }),
  ]) {
    test(`can be repeated after ${failure.name}: ${failure.message}`, async () => {
      const approvalId = await approvedId();
      await assert.rejects(step(adele, { step: 'carryOut', approvalId }, failure), failure);
      assert.equal((await step(adele, { step: 'carryOut', approvalId })).outcome, 'released');
    });
  }

  test('says what was refused, even when the approval cannot be made usable again', async () => {
    const refused = new Problem('NotFound', 'There is no such hold.');
    const warned: string[] = [];
    const broken = {
      ...approvals,
      use: async (...which: Parameters<Approvals['use']>) => ({
        ...(await approvals.use(...which)),
        giveBack: () => Promise.reject(new Error('The storage is away.')),
      }),
    };
    const log = { ...silentLog, warn: (text: string) => void warned.push(text) };
    const input = { step: 'carryOut', approvalId: await approvedId() } as const;
    const carryOut = () => Promise.reject(refused);
    await assert.rejects(inSteps({ approvals: broken, caller: adele, log }, { input, target, carryOut }), refused);
    assert.deepEqual(warned, ['Could not make an approval usable again.']);
  });

  test('cannot be repeated when it may have happened', async () => {
    const approvalId = await approvedId();
    const failure = new UpstreamError({ service: 'Microsoft Graph', kind: 'away', detail: 'it did not answer.' });
    await assert.rejects(step(adele, { step: 'carryOut', approvalId }, failure), failure);
    await assert.rejects(step(adele, { step: 'carryOut', approvalId }), /carried out already/);
  });
});
