import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { contractVersion } from '../../../functions/health/versions.ts';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import { CallbackSink } from '../../subscriptions/callbackSink.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates, templateOf } from './startTemplates.ts';

const { dlpAlerts } = teams.securityOperations.channels;

export const connectorHealthToIt: TemplateProof = (tenant) => {
  let templates: Templates;
  let sink: CallbackSink;
  before(async () => {
    templates = await startTemplates(tenant(), users.nestor);
    sink = await CallbackSink.start();
    await templates.turnOn('connectorHealthToIt');
  });
  after(async () => {
    await templates.close();
    await sink.close();
  });

  test('is made for the contract of this connector', () => {
    const { actions } = templateOf('connectorHealthToIt').flow.properties.definition;
    assert.equal(Object(actions).Tell_IT.actions.Contract_of_this_flow.inputs, contractVersion);
  });

  test("tells IT by mail and in Teams of events that somebody's flow does not get", async () => {
    sink.answer = () => ({ status: 400 });
    const { status } = await templates.backEnd.call('POST /subscriptions/dlpAlert', {
      token: await templates.backEnd.tokenOf(users.megan),
      body: { notificationUrl: sink.url },
    });
    assert.equal(status, 201);
    const ended = templates.run();
    templates.backEnd.graph.raise({ serviceSource: 'dataLossPrevention' });
    const run = await ended;
    assert.equal(run.status, 'Succeeded', JSON.stringify(run.error));
    const mail = templates.connectors.mails.at(-1);
    assert.deepEqual(mail?.to, ['it@contoso.com']);
    assert.equal(mail?.subject, 'Purview Response: deadLetters is waiting');
    assert.equal(mail?.importance, 'High');
    assert.match(mail?.body ?? '', /List dead letters says why/);
    assert.doesNotMatch(mail?.body ?? '', /This flow was made for contract/);
    const post = templates.backEnd.teams.messages.inChannel(dlpAlerts.id).at(-1);
    assert.match(post?.content ?? '', /deadLetters is waiting/);
  });

  test('says of a test that it is one', async () => {
    const ended = templates.run();
    await templates.sendTestEvent('OnConnectorHealth');
    assert.equal((await ended).status, 'Succeeded');
    assert.match(templates.connectors.mails.at(-1)?.body ?? '', /This is a test\./);
    assert.match(templates.backEnd.teams.messages.inChannel(dlpAlerts.id).at(-1)?.content ?? '', /This is a test\./);
  });

  test('tells the operators when Teams does not take the post, and fails', async () => {
    templates.connectors.failNext('PostMessageToConversation', 403);
    const ended = templates.run();
    await templates.sendTestEvent('OnConnectorHealth');
    const run = await ended;
    assert.equal(run.error?.code, 'HealthNotTold');
    assert.equal(actionOf(run, 'Mail_IT').status, 'Succeeded');
    assert.deepEqual(templates.connectors.mails.at(-1)?.to, ['nestor@contoso.com']);
  });

  const turnOnMadeFor = (contract: string): Promise<Flow> => {
    const template = templateOf('connectorHealthToIt');
    const text = JSON.stringify(template.flow).replace(`"inputs":"${contractVersion}"`, `"inputs":"${contract}"`);
    return templates.turnOn({ ...template, flow: JSON.parse(text) });
  };

  test('says that a flow was made for an older contract, and what to do', async () => {
    const older = await turnOnMadeFor('0.0.9');
    const ended = templates.run();
    await templates.sendTestEvent('OnConnectorHealth');
    assert.equal((await ended).status, 'Succeeded');
    assert.match(
      templates.connectors.mails.at(-1)?.body ?? '',
      new RegExp(
        `made for contract 0\\.0\\.9, and the back end serves ${contractVersion.replaceAll('.', '\\.')}: \\w+`,
      ),
    );
    await older.turnOff();
  });

  test('tells of health all the same when the versions cannot be compared', async () => {
    const faulty = await turnOnMadeFor('none');
    const ended = templates.run();
    await templates.sendTestEvent('OnConnectorHealth');
    const run = await ended;
    assert.equal(run.status, 'Succeeded', JSON.stringify(run.error));
    assert.equal(actionOf(run, 'Compare_the_versions').status, 'Failed');
    assert.match(templates.connectors.mails.at(-1)?.body ?? '', /silent[\s\S]*could not be compared/);
    await faulty.turnOff();
  });
};
