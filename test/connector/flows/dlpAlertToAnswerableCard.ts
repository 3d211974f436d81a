import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { linksOf } from '../../teams/cardParts.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

export const dlpAlertToAnswerableCard: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  before(async () => {
    templates = await startTemplates(tenant());
    flow = await templates.turnOn('dlpAlertToAnswerableCard');
  });
  after(() => templates.close());

  const messages = () => templates.backEnd.teams.messages.inChannel(teams.securityOperations.channels.dlpAlerts.id);

  const raise = (severity: 'medium' | 'high' = 'high'): string =>
    templates.backEnd.graph.raise({ serviceSource: 'dataLossPrevention', severity, status: 'new' }).id;

  const answers: readonly (readonly [button: string, expected: object])[] = [
    ['I take it', { status: 'inProgress', assignedTo: users.joni.userPrincipalName }],
    ['False positive', { status: 'resolved', classification: 'falsePositive', determination: 'notMalicious' }],
    [
      'Confirmed, resolve',
      { status: 'resolved', classification: 'truePositive', determination: 'maliciousUserActivity' },
    ],
  ];
  for (const [choice, expected] of answers)
    test(`updates the alert for the answer "${choice}", and writes down whose it was`, async () => {
      const [asked, ended] = [templates.question(), templates.run()];
      const id = raise();
      const question = await asked;
      assert.equal(question.title, 'High-severity DLP alert: who takes it?');
      await templates.connectors.questions.answer(question.id, { choice, by: users.joni.userPrincipalName });
      assert.equal((await ended).status, 'Succeeded');
      const alert = templates.backEnd.graph.alerts.get(id);
      for (const [name, value] of Object.entries(expected)) assert.equal(Object(alert)[name], value, name);
      const [comment] = Object(alert).comments;
      assert.equal(comment.comment, `${users.joni.displayName} answered in Teams: ${choice}.`);
    });

  test('leaves an alert as it is that was resolved before the answer came, and says so', async () => {
    const [asked, ended] = [templates.question(), templates.run()];
    const id = raise();
    const question = await asked;
    templates.backEnd.graph.alerts.update(id, { status: 'resolved', classification: 'truePositive' });
    await templates.connectors.questions.answer(question.id, { choice: 'I take it', by: users.joni.userPrincipalName });
    assert.equal((await ended).status, 'Succeeded');
    assert.partialDeepStrictEqual(templates.backEnd.graph.alerts.get(id), { status: 'resolved', comments: [] });
    assert.match(messages().at(-1)?.content ?? '', /resolved before the card was answered/);
  });

  /** The run that comes of this, in which nobody answers for a day. */
  const unanswered = async (cause: () => unknown): Promise<RunRecord> => {
    await flow.turnOff();
    const hasty = await templates.turnOn('dlpAlertToAnswerableCard', {}, 'hasty');
    const ended = templates.run();
    await cause();
    const run = await ended;
    await hasty.turnOff();
    await flow.turnOn();
    return run;
  };

  test('reminds the channel when nobody answers for a day', async () => {
    const run = await unanswered(raise);
    assert.equal(actionOf(run, 'Ask_the_channel').status, 'TimedOut');
    assert.equal(actionOf(run, 'Remind_the_channel').status, 'Succeeded');
    assert.equal(run.status, 'Succeeded');
  });

  test('leads to the list of alerts where an alert has no link, as in a test event', async () => {
    const run = await unanswered(() => templates.sendTestEvent('OnDlpAlert'));
    assert.equal(run.status, 'Succeeded');
    const [asked, reminder] = messages().slice(-2);
    assert.deepEqual(linksOf(asked?.cards[0]?.card ?? {}), ['https://security.microsoft.com/alerts']);
    assert.match(reminder?.content ?? '', /<a href="https:\/\/security\.microsoft\.com\/alerts">/);
  });

  test('says of a test that it is one, and updates nothing', async () => {
    const [asked, ended] = [templates.question(), templates.run()];
    await templates.sendTestEvent('OnDlpAlert');
    const question = await asked;
    assert.match(question.title, /^This is a test\. High-severity/);
    await templates.connectors.questions.answer(question.id, { choice: 'I take it', by: users.joni.userPrincipalName });
    assert.equal((await ended).status, 'Succeeded');
  });

  test('tells the operators when the card cannot be posted, and fails', async () => {
    templates.connectors.failNext('PostCardAndWaitForResponse', 403);
    const ended = templates.run();
    const id = raise();
    const run = await ended;
    assert.equal(run.status, 'Failed');
    assert.equal(run.error?.code, 'AlertNotHandled');
    const mail = templates.connectors.mails.at(-1);
    assert.deepEqual(mail?.to, ['nestor@contoso.com']);
    assert.match(mail?.body ?? '', new RegExp(id));
  });

  test('leaves alerts of lower severity alone', async () => {
    const { questions } = templates.connectors;
    const before = questions.open.length;
    const asked = templates.question();
    raise('medium');
    raise('high');
    await asked;
    assert.equal(questions.open.length, before + 1);
  });
};
