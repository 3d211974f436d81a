import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import type { Site } from '../../../sandbox/contoso/site.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import { dlpAlert } from '../../../sandbox/graph/dlpAlert.ts';
import { startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const owners = [
  { site: '', owner: users.diego.mail },
  { site: `${sites.finance.webUrl}/`, owner: users.lynne.mail },
  { site: sites.finance.webUrl.slice(0, -1), owner: users.diego.mail },
  { site: 'https://contoso.sharepoint.com/sites/nobody-shares-here', owner: users.miriam.mail },
];

export const dailyDigestToDataOwners: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  before(async () => {
    templates = await startTemplates(tenant());
    templates.backEnd.graph.alerts.clear();
    flow = await templates.turnOn('dailyDigestToDataOwners', {
      purview_DataOwners: JSON.stringify(owners),
      purview_PrivacyOffice: 'privacy@contoso.com',
    });
    // It runs when the test says so, not by its own schedule.
    await flow.turnOff();
    await flow.idle();
  });
  after(() => templates.close());

  const dayMs = 86_400_000;
  /** Of the day that a digest is of; around midnight, when it changes, nothing is begun. */
  let startOfDay: Date;
  let date: string;
  before(async () => {
    const untilMidnightMs = dayMs - (Date.now() % dayMs);
    if (untilMidnightMs < 60_000) await delay(untilMidnightMs);
    startOfDay = new Date(Math.floor(Date.now() / dayMs) * dayMs - dayMs);
    date = `${startOfDay.toISOString().slice(0, 10)} (UTC)`;
  });

  const raise = (policyName?: string, site: Site = sites.finance) => {
    const alert = dlpAlert({
      policy: dlpPolicies.financialData,
      rule: dlpPolicies.financialData.rules[0],
      user: users.adele,
      location: { kind: 'file', site, file: sites.finance.files.cardPayments },
      at: startOfDay,
    });
    const named = policyName === undefined ? alert : { ...alert, additionalData: { AlertPolicyTitle: policyName } };
    return templates.backEnd.graph.raise(named);
  };

  const digest = async () => {
    const sent = templates.connectors.mails.length;
    const ended = templates.run();
    await flow.runTrigger();
    const run = await ended;
    return { run, mails: templates.connectors.mails.slice(sent) };
  };

  test('tells the privacy office of a day without alerts, and no owner', async () => {
    const { run, mails } = await digest();
    assert.equal(run.status, 'Succeeded');
    assert.deepEqual(
      mails.map(({ to, subject }) => [to, subject]),
      [[['privacy@contoso.com'], `0 DLP alerts on ${date}`]],
    );
  });

  test('sends owners the alerts about their data, over all pages, and the privacy office all', async () => {
    for (let count = 0; count < 130; count += 1) raise();
    raise('Financial data', { ...sites.finance, webUrl: `${sites.finance.webUrl}-public` });
    templates.backEnd.graph.raise({ serviceSource: 'dataLossPrevention', createdDateTime: '2020-01-01T00:00:00Z' });
    const { run, mails } = await digest();
    assert.equal(run.status, 'Succeeded');
    assert.deepEqual(mails.map(({ to, subject }) => [to[0], subject]).sort(), [
      [users.lynne.mail, `130 DLP alerts about your data on ${date}`],
      ['privacy@contoso.com', `131 DLP alerts on ${date}`],
    ]);
  });

  test('is of the whole day before, and of no moment of another day', async () => {
    templates.backEnd.graph.alerts.clear();
    const raiseAt = (ms: number) =>
      templates.backEnd.graph.raise({
        serviceSource: 'dataLossPrevention',
        createdDateTime: new Date(startOfDay.getTime() + ms).toISOString(),
      });
    for (const ms of [-1, 0, dayMs - 1, dayMs]) raiseAt(ms);
    const { mails } = await digest();
    const [{ subject, body } = assert.fail()] = mails;
    assert.equal(subject, `2 DLP alerts on ${date}`);
    assert.ok(body.includes(`All DLP alerts of ${date}:`));
  });

  test('makes texts of alerts harmless', async () => {
    raise('<img src=x onerror=alert(1)>');
    const { mails } = await digest();
    for (const { body } of mails) {
      assert.doesNotMatch(body, /<img/);
      assert.match(body, /&lt;img/);
    }
  });

  test('tells the operators when a mail does not go out, and fails', async () => {
    templates.connectors.failNext('SendEmailV2', 400);
    const { run, mails } = await digest();
    assert.equal(run.error?.code, 'DigestNotSent');
    assert.deepEqual(mails.at(-1)?.to, ['nestor@contoso.com']);
  });
};
