import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { adele, miriam } = users;
const soc = teams.securityOperations.channels.dlpAlerts.id;

export const dlpMatchToJustification: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  before(async () => {
    templates = await startTemplates(tenant());
    flow = await templates.turnOn('dlpMatchToJustification');
  });
  after(() => templates.close());

  const match = (user = adele) => templates.happen('dlp-match', { user: user.userPrincipalName });
  const messages = () => templates.backEnd.teams.messages.inChannel(soc);

  /** A match whose user and manager answer; the reason stands in what the manager is asked. */
  const settle = async (justification: string, choice: 'Approve' | 'Reject', comments = '') => {
    const [asked, ended] = [templates.question(), templates.run()];
    const { recordIds } = match();
    const card = await asked;
    assert.deepEqual(card.askedOf, [adele.userPrincipalName]);
    const approved = templates.question();
    const { questions } = templates.connectors;
    await questions.answer(card.id, { choice: 'Send', by: adele.userPrincipalName, data: { justification } });
    const approval = await approved;
    assert.deepEqual(approval.askedOf, [miriam.userPrincipalName]);
    await questions.answer(approval.id, { choice, by: miriam.userPrincipalName, comments });
    return { run: await ended, details: String(approval.details.details), recordId: recordIds[0] };
  };

  test('asks the user, then the manager, and tells the user that it is settled', async () => {
    const before = messages().length;
    const { run, details } = await settle('The bank asked for it.', 'Approve');
    assert.equal(run.status, 'Succeeded');
    assert.match(details, /Reason given: The bank asked for it\./);
    const chat = templates.connectors.chats.at(-1);
    assert.equal(chat?.to, adele.userPrincipalName);
    assert.match(chat?.content ?? '', /accepted your reason/);
    assert.equal(messages().length, before);
  });

  test('hands it to the security team when the manager rejects it', async () => {
    const { run, recordId } = await settle('No idea.', 'Reject', 'That was not agreed.');
    assert.equal(run.status, 'Succeeded');
    const { content = '' } = messages().at(-1) ?? {};
    assert.match(content, /Reason given: No idea\./);
    assert.match(content, /Manager: Reject That was not agreed\./);
    assert.ok(content.includes(recordId ?? assert.fail()));
  });

  test('makes no link for the manager of what the user writes', async () => {
    const { details } = await settle('[Click here](https://evil.example)', 'Approve');
    assert.doesNotMatch(details, /\]\(/);
    assert.match(details, /\(Click here\)/);
  });

  test('hands a match that names nobody to the security team at once', async () => {
    const open = templates.connectors.questions.open.length;
    const ended = templates.run();
    const { recordIds } = templates.happen('dlp-match', {}, { UserId: undefined });
    assert.equal((await ended).status, 'Succeeded');
    const { subject, content = '' } = messages().at(-1) ?? {};
    assert.equal(subject, 'A DLP match without a person');
    assert.ok(content.includes(recordIds[0] ?? assert.fail()));
    assert.equal(templates.connectors.questions.open.length, open);
  });

  test('tells the security team of a test that it is one, and asks nobody', async () => {
    const open = templates.connectors.questions.open.length;
    const ended = templates.run();
    await templates.sendTestEvent('OnDlpRuleMatch');
    assert.equal((await ended).status, 'Succeeded');
    assert.equal(messages().at(-1)?.subject, 'This is a test');
    assert.equal(templates.connectors.questions.open.length, open);
  });

  test('tells the operators when the user cannot be asked, and fails', async () => {
    templates.connectors.failNext('PostCardAndWaitForResponse', 403);
    const ended = templates.run();
    const { recordIds } = match();
    const run = await ended;
    assert.equal(run.error?.code, 'MatchNotHandled');
    const mail = templates.connectors.mails.at(-1);
    assert.deepEqual(mail?.to, ['nestor@contoso.com']);
    assert.ok(mail?.body.includes(recordIds[0] ?? assert.fail()));
  });

  test('tells the operators when the manager cannot be asked, and fails', async () => {
    templates.connectors.failNext('StartAndWaitForAnApproval', 403);
    const [asked, ended] = [templates.question(), templates.run()];
    match();
    const card = await asked;
    const data = { justification: 'The bank asked for it.' };
    await templates.connectors.questions.answer(card.id, { choice: 'Send', by: adele.userPrincipalName, data });
    assert.equal((await ended).error?.code, 'MatchNotHandled');
  });

  test('goes on to the security team when nobody answers, or nobody is there to ask', async () => {
    await flow.turnOff();
    const hasty = await templates.turnOn('dlpMatchToJustification', {}, 'hasty');
    for (const [user, expected] of [
      [adele, /No answer within a day\.[\s\S]*Manager: no answer within two days/],
      [users.patti, /Manager: could not be asked/],
    ] as const) {
      const ended = templates.run();
      match(user);
      const run = await ended;
      assert.equal(actionOf(run, 'Ask_the_user').status, 'TimedOut');
      assert.equal(run.status, 'Succeeded');
      assert.match(messages().at(-1)?.content ?? '', expected);
    }
    await hasty.turnOff();
  });
};
