import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { type User, users } from '../../../sandbox/contoso/users.ts';
import { dlpAlert } from '../../../sandbox/graph/dlpAlert.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { adele, grady, pradeep, miriam, lynne } = users;
const dayMs = 86_400_000;

export const repeatedMatchesToHumanResources: TemplateProof = (tenant) => {
  let templates: Templates;
  before(async () => {
    templates = await startTemplates(tenant());
    await templates.turnOn('repeatedMatchesToHumanResources');
  });
  after(() => templates.close());

  /** Raises an alert about somebody and waits for its run to end. */
  const match = async (user = adele) => {
    const sent = templates.connectors.mails.length;
    const ended = templates.run();
    const { alertId = assert.fail() } = templates.happen('dlp-match', { user: user.userPrincipalName });
    const run = await ended;
    return { alertId, run, mails: templates.connectors.mails.slice(sent) };
  };
  /** An alert of former days, which starts no run. */
  const raiseBefore = (days: number, user: User) => {
    const at = new Date(templates.backEnd.graph.now().getTime() - days * dayMs);
    const { financialData: policy } = dlpPolicies;
    const location = { kind: 'file', site: sites.finance, file: sites.finance.files.cardPayments } as const;
    templates.backEnd.graph.raise(dlpAlert({ policy, rule: policy.rules[0], user, location, at }));
  };
  const commentsOf = (alertId: string) => templates.backEnd.graph.alerts.get(alertId)?.comments ?? assert.fail();

  test('asks human resources at the third alert and not before, without the name', async () => {
    raiseBefore(1, pradeep);
    raiseBefore(29, adele);
    assert.deepEqual((await match()).mails, []);
    const { alertId, run, mails } = await match();
    assert.equal(run.status, 'Succeeded');
    const [mail = assert.fail()] = mails;
    assert.deepEqual(mail.to, [users.diego.mail]);
    assert.match(mail.body, /raised 3 alerts about the same person/);
    for (const name of [adele.givenName, adele.surname, adele.id])
      assert.ok(!`${mail.subject}${mail.body}`.toLowerCase().includes(name.toLowerCase()), name);
    const [, caseNumber = assert.fail()] = /^Case (\S+):/.exec(mail.subject) ?? [];
    assert.match(JSON.stringify(commentsOf(alertId)), new RegExp(`as case ${caseNumber}\\.`));
  });

  test('does not ask again within 30 days', async () => {
    const { alertId, mails } = await match();
    assert.deepEqual(mails, []);
    assert.deepEqual(commentsOf(alertId), []);
  });

  test('asks once when alerts come at the same time', async () => {
    const sent = templates.connectors.mails.length;
    let ended = templates.run();
    for (let count = 0; count < 4; count += 1) templates.happen('dlp-match', { user: grady.userPrincipalName });
    for (let count = 0; count < 4; count += 1) {
      assert.equal((await ended).status, 'Succeeded');
      ended = templates.run();
    }
    assert.equal(templates.connectors.mails.length, sent + 1);
  });

  test('does not count what is older than 30 days', async () => {
    raiseBefore(31, miriam);
    raiseBefore(1, miriam);
    assert.deepEqual((await match(miriam)).mails, []);
  });

  test('counts over all pages', async () => {
    for (let count = 0; count < 2; count += 1) raiseBefore(20, lynne);
    for (let count = 0; count < 130; count += 1) raiseBefore(10, users.lee);
    const { mails } = await match(lynne);
    assert.match(mails[0]?.body ?? '', /raised 3 alerts about the same person/);
  });

  test('tells the operators when human resources cannot be asked, and fails', async () => {
    for (let count = 0; count < 2; count += 1) raiseBefore(1, users.alex);
    templates.connectors.failNext('SendEmailV2', 400);
    const { alertId, run, mails } = await match(users.alex);
    assert.equal(run.error?.code, 'RepetitionNotHandled');
    assert.equal(actionOf(run, 'Ask_human_resources').status, 'Failed');
    assert.deepEqual(mails.at(-1)?.to, ['nestor@contoso.com']);
    assert.ok(mails.at(-1)?.body.includes(alertId));
    assert.deepEqual(commentsOf(alertId), []);
  });

  test('asks nobody because of a test event, whose person is an example', async () => {
    templates.backEnd.graph.alerts.clear();
    for (let count = 0; count < 3; count += 1) raiseBefore(1, adele);
    const sent = templates.connectors.mails.length;
    const ended = templates.run();
    await templates.sendTestEvent('OnDlpAlert');
    const run = await ended;
    assert.equal(run.status, 'Succeeded');
    assert.equal(Object(actionOf(run, 'List_the_alerts_of_30_days').outputs).body.value.length, 3);
    assert.equal(templates.connectors.mails.length, sent);
  });
};
