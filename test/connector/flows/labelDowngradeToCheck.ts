import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { labels } from '../../../sandbox/contoso/labels.ts';
import { fileUrl } from '../../../sandbox/contoso/site.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { Fields } from '../../../sandbox/graph/bodyFields.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { joni, pradeep } = users;
const { cardPayments } = sites.finance.files;
const [lowered, former] = [labels.general.id, labels.confidentialAllEmployees.id];

export const labelDowngradeToCheck: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  before(async () => {
    templates = await startTemplates(tenant(), joni);
    flow = await templates.turnOn('labelDowngradeToCheck', {}, 'watchful');
  });
  after(() => templates.close());
  beforeEach(() => {
    Object.assign(templates.backEnd.graph.labelAssignments, { looksUntilDone: 0, failure: undefined });
  });

  const item = () => templates.backEnd.graph.drives.itemAt(fileUrl(sites.finance, cardPayments)) ?? assert.fail();
  const labelOfFile = () => item().sensitivityLabel?.sensitivityLabelId;
  const lower = (justification: string, recordFields: Fields = {}) => {
    item().sensitivityLabel = { sensitivityLabelId: lowered, assignmentMethod: 'standard' };
    const wish = { file: cardPayments.name, to: lowered, justification };
    return templates.happen('label-downgrade', wish, recordFields);
  };
  const messages = () => templates.backEnd.teams.messages.inChannel(teams.securityOperations.channels.dlpAlerts.id);

  /** A label that is lowered without a reason; its user gives one, and the reviewers decide. */
  const decide = async (choice: 'Approve' | 'Reject', meanwhile = () => {}) => {
    const [asked, ended] = [templates.question(), templates.run()];
    lower('ok');
    const card = await asked;
    assert.deepEqual(card.askedOf, [pradeep.userPrincipalName]);
    const approved = templates.question();
    const { questions } = templates.connectors;
    const data = { justification: 'The bank needs it.' };
    await questions.answer(card.id, { choice: 'Send', by: pradeep.userPrincipalName, data });
    const approval = await approved;
    assert.deepEqual(approval.askedOf, [joni.userPrincipalName]);
    assert.match(String(approval.details.details), /Reason given: The bank needs it\./);
    meanwhile();
    await questions.answer(approval.id, { choice, by: joni.userPrincipalName });
    return ended;
  };

  test('asks nobody when the justification says enough', async () => {
    const ended = templates.run();
    lower('The customer has published these figures.');
    const run = await ended;
    assert.equal(run.status, 'Succeeded');
    assert.deepEqual(actionOf(run, 'If_the_justification_says_little').inputs, { expressionResult: false });
    assert.equal(labelOfFile(), lowered);
  });

  test('tells the security team at once of a change that names nobody, and changes nothing', async () => {
    const open = templates.connectors.questions.open.length;
    const ended = templates.run();
    lower('ok', { UserId: undefined });
    assert.equal((await ended).status, 'Succeeded');
    assert.equal(messages().at(-1)?.subject, 'A label was lowered, and nobody is named');
    assert.equal(templates.connectors.questions.open.length, open);
    assert.equal(labelOfFile(), lowered);
  });

  test('leaves the lower label when the reviewers accept the reason', async () => {
    const run = await decide('Approve');
    assert.equal(run.status, 'Succeeded');
    assert.equal(actionOf(run, 'Leave_the_label').outputs, joni.userPrincipalName);
    assert.equal(labelOfFile(), lowered);
  });

  for (const [pace, looksUntilDone] of [
    ['at once', 0],
    ['in its own time', 6],
  ] as const)
    test(`puts the former label back when they do not, SharePoint doing so ${pace}, and tells the user`, async () => {
      templates.backEnd.graph.labelAssignments.looksUntilDone = looksUntilDone;
      const run = await decide('Reject');
      assert.equal(run.status, 'Succeeded');
      assert.equal(labelOfFile(), former);
      const chat = templates.connectors.chats.at(-1);
      assert.equal(chat?.to, pradeep.userPrincipalName);
      assert.match(chat?.content ?? '', /the former one is back/);
    });

  test('leaves a label that somebody has chosen while the reviewers decided, and tells the user', async () => {
    const run = await decide('Reject', () => {
      item().sensitivityLabel = { sensitivityLabelId: labels.highlyConfidential.id, assignmentMethod: 'standard' };
    });
    assert.equal(run.status, 'Succeeded');
    assert.equal(labelOfFile(), labels.highlyConfidential.id);
    assert.match(templates.connectors.chats.at(-1)?.content ?? '', /has been changed since/);
  });

  test('tells the security team when SharePoint does not put it back', async () => {
    Object.assign(templates.backEnd.graph.labelAssignments, { looksUntilDone: 6, failure: 'The file is checked out.' });
    const run = await decide('Reject');
    assert.equal(run.status, 'Succeeded');
    assert.equal(labelOfFile(), lowered);
    assert.match(messages().at(-1)?.content ?? '', /The file is checked out\./);
  });

  test('tells the operators when the change is refused, and fails', async () => {
    templates.backEnd.graph.faults.plan({
      fault: { kind: 'paymentRequired' },
      route: 'POST /drives/{driveId}/items/{itemId}/assignSensitivityLabel',
    });
    const run = await decide('Reject');
    assert.equal(run.error?.code, 'DowngradeNotChecked');
    assert.equal(actionOf(run, 'Put_the_label_back').status, 'Failed');
    assert.deepEqual(templates.connectors.mails.at(-1)?.to, ['nestor@contoso.com']);
  });

  test('tells the security team when nobody answers, and changes nothing', async () => {
    await flow.turnOff();
    const hasty = await templates.turnOn('labelDowngradeToCheck', {}, 'hasty');
    const ended = templates.run();
    lower('');
    const run = await ended;
    await hasty.turnOff();
    assert.equal(actionOf(run, 'Ask_the_user').status, 'TimedOut');
    assert.equal(actionOf(run, 'Ask_the_reviewers').status, 'TimedOut');
    assert.equal(run.status, 'Succeeded');
    const { subject, content = '' } = messages().at(-1) ?? {};
    assert.equal(subject, 'Nobody decided about a lowered label');
    assert.match(content, /No answer within a day\./);
    assert.equal(labelOfFile(), lowered);
  });
};
