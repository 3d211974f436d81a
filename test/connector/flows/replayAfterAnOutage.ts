import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { CallbackSink } from '../../subscriptions/callbackSink.ts';
import { until } from '../../until.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates, templateOf } from './startTemplates.ts';

export const replayAfterAnOutage: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  let sink: CallbackSink;
  let subscriptionId: string;
  let sent = 0;
  before(async () => {
    templates = await startTemplates(tenant());
    sink = await CallbackSink.start();
    flow = await templates.turnOn('replayAfterAnOutage', {}, 'watchful');
    // It runs when the test says so, not by its own schedule.
    await flow.turnOff();
    await flow.idle();
    const token = await templates.backEnd.tokenOf(users.megan);
    const body = { notificationUrl: sink.url };
    const subscribed = await templates.backEnd.call('POST /subscriptions/dlpAlert', { token, body });
    subscriptionId = Object(subscribed.body).subscriptionId;
  });
  after(async () => {
    await templates.close();
    await sink.close();
  });
  beforeEach(() => {
    sent = templates.connectors.mails.length;
  });
  const mails = () => templates.connectors.mails.slice(sent);

  const replay = async (): Promise<RunRecord> => {
    const ended = templates.run();
    await flow.runTrigger();
    return ended;
  };
  const deadLetters = async (): Promise<number> => {
    const token = await templates.backEnd.tokenOf(users.megan);
    const { body } = await templates.backEnd.call('GET /subscriptions', { token });
    return Object(body).value.find((found: { subscriptionId: string }) => found.subscriptionId === subscriptionId)
      .deadLetters;
  };
  /** The flow refuses so many events, which become dead letters. */
  const refuse = async (count: number): Promise<void> => {
    sink.answer = () => ({ status: 400 });
    for (let raised = 0; raised < count; raised += 1)
      templates.backEnd.graph.raise({ serviceSource: 'dataLossPrevention' });
    await until('all events are dead letters', async () => (await deadLetters()) === count);
  };

  test('sends no mail when nothing was missed', async () => {
    assert.equal((await replay()).status, 'Succeeded');
    assert.deepEqual(mails(), []);
  });

  test('sends dead letters again, a hundred at a time until none is left, and reports it', async () => {
    await refuse(130);
    sink.answer = () => ({ status: 202 });
    const before = sink.received.length;
    const run = await replay();
    assert.equal(run.status, 'Succeeded', JSON.stringify(run.error));
    assert.equal(actionOf(run, 'Until_none_is_left').iterations?.length, 2);
    const [report] = mails();
    assert.deepEqual(report?.to, ['it@contoso.com']);
    assert.equal(report?.subject, 'Missed events were sent again (flows: 1)');
    assert.match(report?.body ?? '', new RegExp(`OnDlpAlert</td><td>${subscriptionId}</td><td>130</td><td>0</td>`));
    const again = () => sink.received.slice(before).filter(({ event }) => event.isReplay === true);
    // Some may come twice.
    await until('all have come again', () => new Set(again().map(({ event }) => event.eventId)).size === 130);
    assert.equal(await deadLetters(), 0);
  });

  test('tells the operators when a replay fails, and IT what is known', async () => {
    await refuse(1);
    sink.answer = () => ({ status: 202 });
    // A subscription that is gone by the time its turn comes.
    const template = templateOf('replayAfterAnOutage');
    const gone = `createArray(json('${JSON.stringify({ subscriptionId: 'gone', deadLetters: 3, state: 'active' })}'))`;
    const list = "body('List_the_subscriptions')?['value']";
    const text = JSON.stringify(template.flow).replace(`"@${list}"`, JSON.stringify(`@union(${gone}, ${list})`));
    const ended = templates.run();
    const racing = await templates.turnOn({ ...template, flow: JSON.parse(text) }, {}, 'watchful');
    const run = await ended;
    await racing.turnOff();
    assert.equal(run.error?.code, 'NotReplayed');
    const [report, alarm] = mails();
    assert.match(report?.body ?? '', /gone<\/td><td>3<\/td><td>unknown: the replay failed/);
    assert.match(report?.body ?? '', new RegExp(`${subscriptionId}</td><td>1</td><td>0</td>`));
    assert.deepEqual(alarm?.to, ['nestor@contoso.com']);
  });

  test('tells the operators when the back end is away, and fails', async () => {
    await templates.backEnd.kill();
    const run = await replay();
    assert.equal(run.error?.code, 'NotReplayed');
    assert.ok((actionOf(run, 'List_the_subscriptions').retryHistory ?? []).length > 0);
    assert.deepEqual(
      mails().map(({ to }) => to),
      [['nestor@contoso.com']],
    );
  });
};
