import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import type { Matter } from '../../../sandbox/graph/ediscoveryStore.ts';
import { until } from '../../until.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { adele, lynne, patti } = users;
const settings = { purview_LegalTeam: 'legal@contoso.com', purview_HoldApprovers: patti.mail };
const dayMs = 24 * 3_600_000;

export const legalMatterToEdiscoveryCase: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  let sent = 0;
  before(async () => {
    templates = await startTemplates(tenant());
    flow = await templates.turnOn('legalMatterToEdiscoveryCase', settings);
  });
  after(() => templates.close());
  beforeEach(() => {
    sent = templates.connectors.mails.length;
  });
  const mails = () => templates.connectors.mails.slice(sent);

  const form = (number: string, custodians = `${adele.mail}; ${lynne.mail};`) => ({
    text: 'Contoso v. <Northwind>',
    text_1: number,
    text_2: custodians,
    text_3: 'They sued us.',
  });
  /** Presses the button; the run goes on, and is in the answer for whoever waits for its end. */
  const press = async (number: string, custodians?: string): Promise<{ readonly ended: Promise<RunRecord> }> => {
    const ended = templates.run();
    await flow.runTrigger(form(number, custodians));
    return { ended };
  };
  const matterOf = (number: string): Matter => {
    const found = templates.backEnd.graph.ediscovery.matters().find(({ record }) => record.externalId === number);
    assert.ok(found, `There is no case of the matter ${number}.`);
    return found;
  };
  const holdsOf = (number: string) =>
    [...matterOf(number).custodians.values()].map(({ email, holdStatus }) => [email, holdStatus]);

  test('opens the case with its custodians, holds their data once that is approved, and says so', async () => {
    const asked = templates.question();
    const { ended } = await press('M-1');
    const question = await asked;
    assert.equal(question.title, 'Put data on hold for Contoso v. <Northwind>?');
    assert.deepEqual(question.askedOf, [patti.userPrincipalName]);
    assert.match(String(question.details.details), /M-1[\s\S]*adele@contoso\.com, lynne@contoso\.com[\s\S]*sued us/);
    assert.deepEqual(holdsOf('M-1'), [
      [adele.mail, 'notApplied'],
      [lynne.mail, 'notApplied'],
    ]);
    const { record, userSources } = matterOf('M-1');
    assert.partialDeepStrictEqual(record, { displayName: 'Contoso v. <Northwind>', description: 'They sued us.' });
    assert.equal(userSources.size, 2);

    await templates.connectors.questions.answer(question.id, { choice: 'Approve', by: patti.userPrincipalName });
    // The hold takes two minutes of the tenant's time, however often the flow asks.
    const passing = setInterval(() => {
      templates.backEnd.graph.clock.offsetMs += 60_000;
    }, 50);
    const run = await ended.finally(() => clearInterval(passing));
    assert.equal(run.status, 'Succeeded', JSON.stringify(run.error));
    assert.deepEqual(holdsOf('M-1'), [
      [adele.mail, 'applied'],
      [lynne.mail, 'applied'],
    ]);
    const [mail] = mails();
    assert.deepEqual(mail?.to, ['legal@contoso.com']);
    assert.equal(mail?.subject, 'Hold for Contoso v. <Northwind>: succeeded');
    assert.match(mail?.body ?? '', /Patti Fernandez approved[\s\S]*Contoso v\. &lt;Northwind&gt;/);
  });

  test('holds nothing when that is rejected, and tells the legal team why', async () => {
    const asked = templates.question();
    const { ended } = await press('M-2');
    const answer = { choice: 'Reject', by: patti.userPrincipalName, comments: 'Too <early>.' };
    await templates.connectors.questions.answer((await asked).id, answer);
    assert.equal((await ended).status, 'Succeeded');
    assert.deepEqual(holdsOf('M-2'), [
      [adele.mail, 'notApplied'],
      [lynne.mail, 'notApplied'],
    ]);
    assert.match(mails()[0]?.body ?? '', /Patti Fernandez rejected[\s\S]*nothing is on hold[\s\S]*Too &lt;early&gt;/);
  });

  test('holds nothing when nobody answers for a week, and says that too', async () => {
    const hasty = await templates.turnOn('legalMatterToEdiscoveryCase', settings, 'hasty');
    const ended = templates.run();
    await hasty.runTrigger(form('M-3', adele.mail));
    const run = await ended;
    assert.equal(actionOf(run, 'Ask_whether_to_hold').status, 'TimedOut');
    assert.equal(run.status, 'Succeeded', JSON.stringify(run.error));
    assert.deepEqual(holdsOf('M-3'), [[adele.mail, 'notApplied']]);
    assert.equal(mails()[0]?.subject, 'No hold for Contoso v. <Northwind>: nobody answered');
  });

  test('asks for no hold when a custodian cannot be added, and tells operators and legal team', async () => {
    const { ended } = await press('M-4', `${adele.mail};nobody@contoso.com`);
    const run = await ended;
    assert.equal(run.error?.code, 'MatterNotOpened');
    assert.equal(actionOf(run, 'Ask_whether_to_hold').status, 'Skipped');
    assert.deepEqual(holdsOf('M-4'), [[adele.mail, 'notApplied']]);
    assert.deepEqual(
      mails().map(({ to }) => to),
      [['nestor@contoso.com', 'legal@contoso.com']],
    );
  });

  test('waits its turn where eDiscovery takes no more calls, and does nothing twice', async () => {
    const { graph } = templates.backEnd;
    graph.ediscoveryRules.callsPerMinute = 5;
    graph.clock.offsetMs += dayMs;
    graph.requests.reset();
    const asked = templates.question();
    const { ended } = await press('M-5', `${adele.mail};${lynne.mail};${patti.mail}`);
    // A flow's minute is six milliseconds here, and the tenant's has to go by as well.
    const askedAgain = () => graph.requests.of('POST /security/cases/ediscoveryCases/{caseId}/custodians') > 3;
    await until('the third custodian was refused and is asked for again', askedAgain);
    graph.clock.offsetMs += 60_000;
    const { id } = await asked;
    delete graph.ediscoveryRules.callsPerMinute;
    await templates.connectors.questions.answer(id, { choice: 'Reject', by: patti.userPrincipalName });
    const run = await ended;
    assert.equal(run.status, 'Succeeded');
    const rounds = actionOf(run, 'For_each_custodian').iterations?.flat() ?? [];
    assert.ok(rounds.some(({ retryHistory = [] }) => retryHistory.some(({ statusCode }) => statusCode === 429)));
    assert.equal(holdsOf('M-5').length, 3);
    assert.deepEqual(
      [...matterOf('M-5').userSources.values()].map(({ length }) => length),
      [1, 1, 1],
    );
  });
};
