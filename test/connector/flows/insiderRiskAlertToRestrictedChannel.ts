import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { pseudonymOf } from '../../../sandbox/graph/insiderRiskAlert.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { insiderRisk } = teams.securityOperations.channels;

export const insiderRiskAlertToRestrictedChannel: TemplateProof = (tenant) => {
  let templates: Templates;
  before(async () => {
    templates = await startTemplates(tenant());
    await templates.turnOn('insiderRiskAlertToRestrictedChannel');
  });
  after(() => templates.close());

  const raise = () => templates.happen('insider-risk', { user: users.lee.userPrincipalName, names: 'hidden' });
  const messages = () => templates.backEnd.teams.messages.inChannel(insiderRisk.id);

  test('posts the card into the private channel in the name of the maker', async () => {
    const ended = templates.run();
    const { alertId = assert.fail() } = raise();
    assert.equal((await ended).status, 'Succeeded');
    const posted = messages();
    assert.equal(posted.length, 1);
    assert.deepEqual(posted[0]?.sender, { kind: 'user', userId: users.megan.id, displayName: users.megan.displayName });
    const card = JSON.stringify(posted[0]?.cards);
    assert.ok(card.includes(pseudonymOf(users.lee)));
    assert.ok(card.includes(alertId));
  });

  test('hides in the run history whom an alert is about', async () => {
    const ended = templates.run();
    raise();
    const run = await ended;
    assert.deepEqual(run.trigger.secured, ['outputs']);
    assert.ok(!JSON.stringify(run.actions).includes(pseudonymOf(users.lee)));
  });

  test('tells the operators which alert did not arrive, and not whom it is about', async () => {
    const before = messages().length;
    templates.backEnd.graph.faults.plan({
      fault: { kind: 'failed', status: 403 },
      route: 'POST /teams/{teamId}/channels/{channelId}/messages',
    });
    const ended = templates.run();
    const { alertId = assert.fail() } = raise();
    const run = await ended;
    assert.equal(run.error?.code, 'CardNotPosted');
    assert.equal(actionOf(run, 'Post_the_card').status, 'Failed');
    assert.equal(messages().length, before);
    const { to, body } = templates.connectors.mails.at(-1) ?? assert.fail();
    assert.deepEqual(to, ['nestor@contoso.com']);
    assert.ok(body.includes(alertId));
    assert.ok(!body.includes(pseudonymOf(users.lee)) && !body.includes(users.lee.displayName));
  });
};
