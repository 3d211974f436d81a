import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { subjectRightsRequests } from '../../../sandbox/contoso/subjectRightsRequests.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { monica, jonas } = subjectRightsRequests;
const dayMs = 24 * 3_600_000;
const plan = { purview_PlannerGroupId: 'privacy-group', purview_PlannerPlanId: 'requests-plan' };

export const subjectRightsRequestIntake: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  let atFirst: RunRecord;
  before(async () => {
    templates = await startTemplates(tenant(), users.grady);
    const ended = templates.run();
    flow = await templates.turnOn('subjectRightsRequestIntake', plan);
    atFirst = await ended;
    // It asks when the test says so, not by its own schedule.
    await flow.turnOff();
  });
  after(() => templates.close());

  let [sent, planned] = [0, 0];
  beforeEach(() => {
    [sent, planned] = [templates.connectors.mails.length, templates.connectors.tasks.length];
  });
  const mails = () => templates.connectors.mails.slice(sent);
  const tasks = () => templates.connectors.tasks.slice(planned);
  const requests = () => templates.backEnd.graph.subjectRightsRequests;
  const dueIn = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();

  const ask = async (): Promise<RunRecord> => {
    const ended = templates.run();
    await flow.runTrigger();
    return ended;
  };

  test('reminds at first of what became due in 14 days today', () => {
    assert.equal(atFirst.status, 'Succeeded', JSON.stringify(atFirst.error));
    const [reminder] = templates.connectors.mails;
    assert.deepEqual(reminder?.to, ['privacy@contoso.com']);
    assert.equal(reminder?.subject, `Due in 14 days: ${monica.displayName}`);
    assert.equal(reminder?.importance, 'Normal');
    assert.equal(templates.connectors.tasks.length, 0);
  });

  test('gives a new request a task that is due when it is, and tells the privacy office', async () => {
    const internalDueDateTime = dueIn(30);
    const { id } = requests().add({ displayName: 'Access request of <b>Ana</b>', type: 'access', internalDueDateTime });
    const run = await ask();
    assert.equal(run.status, 'Succeeded', JSON.stringify(run.error));
    assert.equal(Object(run.trigger.outputs).body.request.requestId, id);
    const [task] = tasks();
    assert.partialDeepStrictEqual(task, {
      groupId: 'privacy-group',
      planId: 'requests-plan',
      title: 'Subject rights request: Access request of <b>Ana</b>',
    });
    assert.equal(Date.parse(task?.dueDateTime ?? ''), Date.parse(internalDueDateTime));
    const [mail] = mails();
    assert.equal(mail?.subject, 'New subject rights request: Access request of <b>Ana</b>');
    assert.match(mail?.body ?? '', /Access request of &lt;b&gt;Ana/);
  });

  test('gives a request with a long name and without a date a task in a month', async () => {
    requests().add({ displayName: 'x'.repeat(300), internalDueDateTime: null });
    assert.equal((await ask()).status, 'Succeeded');
    const [task] = tasks();
    assert.equal(task?.title.length, 255);
    assert.ok(Math.abs(Date.parse(task?.dueDateTime ?? '') - (Date.now() + 30 * dayMs)) < dayMs);
  });

  for (const [days, importance, told] of [
    [7, 'Normal', 'Due in 7 days'],
    [2, 'High', 'Due in 2 days'],
    // As for a flow that was away meanwhile.
    [-3, 'High', 'Overdue'],
  ] as const)
    test(`reminds of a request: ${told}`, async () => {
      requests().change(jonas.id, { internalDueDateTime: dueIn(20) });
      await flow.runTrigger();
      await flow.idle();
      requests().change(jonas.id, { internalDueDateTime: dueIn(days - 0.5) });
      const run = await ask();
      assert.equal(actionOf(run, 'Mail_the_reminder').status, 'Succeeded');
      const [mail] = mails();
      assert.equal(mail?.subject, `${told}: ${jonas.displayName}`);
      assert.equal(mail?.importance, importance);
      assert.deepEqual(tasks(), []);
    });

  test('spends no run on other changes', async () => {
    requests().change(monica.id, { description: 'She called again.' });
    await flow.runTrigger();
    await flow.idle();
    const [checked] = flow.triggerHistory();
    assert.equal(checked?.code, 'ConditionNotMet');
    assert.deepEqual(mails(), []);
  });

  test('tells the operators when the task cannot be created, and fails', async () => {
    templates.connectors.failNext('CreateTask_V3', 503);
    const { id } = requests().add({ displayName: 'Nobody plans it' });
    const run = await ask();
    assert.equal(run.error?.code, 'RequestNotTakenIn');
    assert.deepEqual(
      mails().map(({ to }) => to),
      [['nestor@contoso.com']],
    );
    assert.match(mails()[0]?.body ?? '', new RegExp(id));
  });
};
