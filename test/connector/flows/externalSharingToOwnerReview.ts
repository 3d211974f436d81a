import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileUrl, type Site, type SiteFile } from '../../../sandbox/contoso/site.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { teams } from '../../../sandbox/contoso/teams.ts';
import { type User, users } from '../../../sandbox/contoso/users.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import { textsOf } from '../../teams/cardParts.ts';
import { actionOf, startTemplates, type TemplateProof, type Templates } from './startTemplates.ts';

const { joni, lynne } = users;
const { finance, humanResources, marketing, securityOperations } = sites;
const { payroll } = humanResources.files;
const payrollGuest = payroll.sharing[0].email;
const purview_DataOwners = JSON.stringify([
  { site: ' ', owner: users.lee.userPrincipalName },
  // A neighbour of Human Resources, whose address begins like theirs.
  { site: humanResources.webUrl.slice(0, -1), owner: users.lee.userPrincipalName },
  { site: `${finance.webUrl.toUpperCase()}/Shared Documents/Payments/`, owner: lynne.userPrincipalName },
  { site: finance.webUrl, owner: users.patti.userPrincipalName },
  { site: humanResources.webUrl, owner: users.diego.userPrincipalName },
]);

export const externalSharingToOwnerReview: TemplateProof = (tenant) => {
  let templates: Templates;
  let flow: Flow;
  before(async () => {
    templates = await startTemplates(tenant(), joni);
    flow = await templates.turnOn('externalSharingToOwnerReview', { purview_DataOwners });
  });
  after(() => templates.close());

  const share = (file: SiteFile, recipient?: string) =>
    templates.happen('external-share', { file: file.name, ...(recipient !== undefined && { recipient }) });
  const itemOf = (site: Site, file: SiteFile) =>
    templates.backEnd.graph.drives.itemAt(fileUrl(site, file)) ?? assert.fail();
  const openTo = (site: Site, file: SiteFile) => itemOf(site, file).permissions.map(({ id }) => id);
  const messages = () => templates.backEnd.teams.messages.inChannel(teams.securityOperations.channels.dlpAlerts.id);
  /** A file that is shared; somebody is asked, and answers. */
  const settle = async (file: SiteFile, choice: string, by: User, recipient?: string) => {
    const [asked, ended] = [templates.question(), templates.run()];
    share(file, recipient);
    const question = await asked;
    assert.deepEqual(question.askedOf, [by.userPrincipalName]);
    await templates.connectors.questions.answer(question.id, { choice, by: by.userPrincipalName });
    const run = await ended;
    return { run, told: textsOf(question.details, 'TextBlock') };
  };
  const answer = async (...asked: Parameters<typeof settle>) => (await settle(...asked)).run;

  test('leaves the access when the owner of the data says that it is right', async () => {
    const before = openTo(finance, finance.files.cardPayments);
    const run = await answer(finance.files.cardPayments, 'It is right, keep it', lynne);
    assert.equal(run.status, 'Succeeded');
    assert.equal(actionOf(run, 'Keep_the_access').outputs, lynne.userPrincipalName);
    assert.deepEqual(openTo(finance, finance.files.cardPayments), before);
  });

  test('asks the owner of the nearest address, and not that of a site whose address only begins alike', async () => {
    for (const [file, owner, recipient] of [
      [finance.files.cardPayments, lynne],
      [finance.files.annualReport, users.patti],
      [payroll, users.diego, payrollGuest],
    ] as const)
      assert.equal((await answer(file, 'It is right, keep it', owner, recipient)).status, 'Succeeded');
  });

  test('removes the access when the owner says so, and tells the owner', async () => {
    const [link] = finance.files.cardPayments.sharing;
    assert.ok(openTo(finance, finance.files.cardPayments).includes(link.id));
    const run = await answer(finance.files.cardPayments, 'Remove the access', lynne);
    assert.equal(run.status, 'Succeeded');
    assert.ok(!openTo(finance, finance.files.cardPayments).includes(link.id));
    const chat = templates.connectors.chats.at(-1);
    assert.equal(chat?.to, lynne.userPrincipalName);
    assert.equal(chat?.content, 'Removed: 1 link(s) or grant(s). Nothing more is needed from you.');
  });

  const assertAsksNobody = async (file: SiteFile): Promise<void> => {
    const ended = templates.run();
    share(file);
    const run = await ended;
    assert.equal(run.status, 'Succeeded');
    assert.deepEqual(actionOf(run, 'If_it_is_still_open').inputs, { expressionResult: false });
  };

  test('asks nobody when the access is gone already', () => assertAsksNobody(finance.files.cardPayments));

  test('asks whoever shared it where the data have no owner, and removes only access of that kind', async () => {
    const [link, guest] = marketing.files.springLaunch.sharing;
    const run = await answer(marketing.files.springLaunch, 'Remove the access', users.alex);
    assert.equal(run.status, 'Succeeded');
    const left = openTo(marketing, marketing.files.springLaunch);
    assert.ok(!left.includes(link.id));
    assert.ok(left.includes(guest.id));
    // The guest of the file, and the one of the folder above.
    assert.match(templates.connectors.chats.at(-1)?.content ?? '', /^Removed: 1 .* still get in by 2 other /);
  });

  test('asks nobody when only access of another kind is left', () => assertAsksNobody(marketing.files.springLaunch));

  test('says on the card what the removal takes', async () => {
    const ofGuest = await settle(payroll, 'It is right, keep it', users.diego, payrollGuest);
    assert.match(ofGuest.told.at(-1) ?? '', /takes all guests and all links for named people/);
    const ofLink = await settle(securityOperations.files.incidentReport, 'It is right, keep it', users.megan);
    assert.match(ofLink.told.at(-1) ?? '', /takes every link that anybody can use/);
  });

  test('counts access that cannot be read as access', async () => {
    const { annualReport } = finance.files;
    const item = itemOf(finance, annualReport);
    const [link = assert.fail()] = item.permissions;
    item.permissions = [...item.permissions, Object.assign({ ...link, id: 'broken' }, { roles: undefined })];
    const chats = templates.connectors.chats.length;
    for (const removed of [1, 0]) {
      const run = await answer(annualReport, 'Remove the access', users.patti);
      assert.equal(run.status, 'Succeeded');
      assert.equal(Object(actionOf(run, 'Remove_the_access').outputs).body.removedCount, removed);
      assert.match(messages().at(-1)?.content ?? '', /0 link\(s\) or grant\(s\) stay, and 1 could not be read/);
    }
    // The two cards, and nothing after them.
    assert.equal(templates.connectors.chats.length, chats + 2);
  });

  test('says that it was gone already where somebody was quicker than the owner', async () => {
    const item = itemOf(humanResources, payroll);
    const { permissions } = item;
    const [asked, ended] = [templates.question(), templates.run()];
    share(payroll, payrollGuest);
    const { id } = await asked;
    item.permissions = [];
    await templates.connectors.questions.answer(id, { choice: 'Remove the access', by: users.diego.userPrincipalName });
    assert.equal((await ended).status, 'Succeeded');
    assert.equal(
      templates.connectors.chats.at(-1)?.content,
      'The access was gone already. Nothing more is needed from you.',
    );
    item.permissions = permissions;
  });

  test('tells the security team and no owner of success when access stays', async () => {
    const before = templates.connectors.chats.length;
    templates.backEnd.graph.faults.plan({
      fault: { kind: 'failed', status: 403 },
      route: 'DELETE /drives/{driveId}/items/{itemId}/permissions/{permissionId}',
    });
    const run = await answer(securityOperations.files.incidentReport, 'Remove the access', users.megan);
    assert.equal(run.status, 'Succeeded');
    assert.equal(messages().at(-1)?.subject, 'External access could not be removed');
    // The card itself, and nothing after it.
    assert.equal(templates.connectors.chats.length, before + 1);
  });

  test('tells the security team at once where nobody is there to ask, and removes nothing', async () => {
    const { springLaunch } = marketing.files;
    const before = openTo(marketing, springLaunch);
    const open = templates.connectors.questions.open.length;
    const ended = templates.run();
    const wish = { file: springLaunch.name, recipient: springLaunch.sharing[1].email };
    templates.happen('external-share', wish, { UserId: undefined });
    assert.equal((await ended).status, 'Succeeded');
    assert.equal(messages().at(-1)?.subject, 'A file was shared outside, and nobody is named');
    assert.equal(templates.connectors.questions.open.length, open);
    assert.deepEqual(openTo(marketing, springLaunch), before);
  });

  test('tells the security team of a test that it is one, and asks nobody', async () => {
    const ended = templates.run();
    await templates.sendTestEvent('OnExternalSharing');
    assert.equal((await ended).status, 'Succeeded');
    assert.equal(messages().at(-1)?.subject, 'This is a test');
  });

  test('tells the operators when the owner cannot be asked, and fails', async () => {
    templates.connectors.failNext('PostCardAndWaitForResponse', 403);
    const ended = templates.run();
    const { recordIds } = share(payroll, payrollGuest);
    assert.equal((await ended).error?.code, 'SharingNotReviewed');
    const mail = templates.connectors.mails.at(-1);
    assert.deepEqual(mail?.to, ['nestor@contoso.com']);
    assert.ok(mail?.body.includes(recordIds[0] ?? assert.fail()));
  });

  test('tells the operators when the removal is refused, and fails', async () => {
    const before = openTo(humanResources, payroll);
    templates.backEnd.graph.faults.plan({
      fault: { kind: 'failed', status: 403 },
      route: 'GET /drives/{driveId}/items/{itemId}/permissions',
      // The first look is for the question.
      after: 1,
    });
    const run = await answer(payroll, 'Remove the access', users.diego, payrollGuest);
    assert.equal(actionOf(run, 'Remove_the_access').status, 'Failed');
    assert.equal(run.error?.code, 'SharingNotReviewed');
    assert.deepEqual(openTo(humanResources, payroll), before);
  });

  test('reminds an owner who does not answer, then tells the security team, and removes nothing', async () => {
    await flow.turnOff();
    const hasty = await templates.turnOn('externalSharingToOwnerReview', { purview_DataOwners }, 'hasty');
    const before = openTo(humanResources, payroll);
    const ended = templates.run();
    share(payroll, payrollGuest);
    const run = await ended;
    await hasty.turnOff();
    assert.equal(actionOf(run, 'Ask_the_owner').status, 'TimedOut');
    assert.equal(actionOf(run, 'Remind_the_owner').status, 'TimedOut');
    assert.equal(run.status, 'Succeeded');
    assert.equal(messages().at(-1)?.subject, 'Nobody says whether this sharing is right');
    assert.deepEqual(openTo(humanResources, payroll), before);
  });
};
