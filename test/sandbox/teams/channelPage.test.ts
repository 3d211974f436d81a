import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page, type Route } from 'playwright-core';
import { teams as contoso } from '../../../sandbox/contoso/teams.ts';
import { createMessageStore, type NewChannelMessage } from '../../../sandbox/teams/messageStore.ts';
import { startTeams, type Teams } from '../../../sandbox/teams/startTeams.ts';

const channel = contoso.securityOperations.channels.dlpAlerts;
const otherChannel = contoso.securityOperations.channels.general;
const chromiumPath = '/usr/bin/chromium';
const skip = existsSync(chromiumPath)
  ? false
  : `THE PAGE IS NOT TESTED IN A BROWSER: install Chromium at ${chromiumPath}`;

let teams: Teams;
let browser: Browser | undefined;
before(async () => {
  teams = await startTeams({ messages: createMessageStore() });
  if (skip) return;
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
});
after(async () => {
  await browser?.close();
  await teams.close();
});

function post(message: Partial<NewChannelMessage>) {
  return teams.messages.post({
    teamId: contoso.securityOperations.id,
    channelId: channel.id,
    sender: { kind: 'user', userId: '1', displayName: 'Megan Bowen' },
    contentType: 'html',
    content: '',
    cards: [],
    ...message,
  });
}

async function openPage(channelId: string): Promise<Page> {
  assert.ok(browser);
  const page = await browser.newPage();
  await page.goto(teams.channelUrl(channelId));
  await page.waitForSelector('[data-state=live]');
  return page;
}

test('serves its own files and the card library under a policy that allows nothing else', async () => {
  const page = await fetch(teams.origin);
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const addresses = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address);
  assert.ok(addresses.includes('/adaptivecards.js'));
  for (const address of addresses) assert.equal((await fetch(`${teams.origin}${address}`)).status, 200, address);
});

test('answers 404 for a file, a channel or a path that it does not have', async () => {
  for (const path of ['/page.ts', '/../package.json', '/constructor', '/api/channels/19:none/messages']) {
    assert.equal((await fetch(`${teams.origin}${path}`)).status, 404, path);
  }
});

test('streams a message to whoever watches', async () => {
  const gone = new AbortController();
  const stream = await fetch(`${teams.origin}/api/events`, { signal: gone.signal });
  const { id } = post({ channelId: otherChannel.id, content: 'streamed' });
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('streamed')) break;
  }
  gone.abort();
  assert.match(text, new RegExp(`id: ${id}\ndata: \\{`));
});

test('says what to do while a channel is empty, and shows a card as soon as it is posted', { skip }, async () => {
  const page = await openPage(channel.id);
  assert.match((await page.textContent('.empty')) ?? '', /Raise a DLP match/);
  const card = {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: '**DLP match**' },
      { type: 'FactSet', facts: [{ title: 'Policy', value: 'Financial data' }] },
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open in Defender', url: 'https://security.microsoft.com' }],
  };
  post({ content: '<p>Look:</p><attachment id="1"></attachment>', cards: [{ id: '1', card }] });
  await page.waitForSelector('.card button');
  assert.equal(await page.textContent('.card strong'), 'DLP match');
  assert.match((await page.textContent('.card .ac-factset')) ?? '', /PolicyFinancial data/);
  assert.equal(await page.textContent('.card button'), 'Open in Defender');
  assert.equal(await page.locator('.empty').count(), 0);
  await page.close();
});

test('keeps what is posted while it reads a channel again', { skip }, async () => {
  const page = await openPage(channel.id);
  // It reads at its start, and once more when the stream is open.
  const reads = () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/messages')).length;
  while ((await page.evaluate(reads)) < 2) await delay(10);
  const readAgain = async (route: Route): Promise<void> => {
    const before = await route.fetch();
    const { id } = post({ content: 'posted meanwhile' });
    await page.locator(`[data-message-id="${id}"]`).evaluate((shown) => shown.classList.add('of-the-stream'));
    await route.fulfill({ response: before });
  };
  await page.route('**/messages', readAgain, { times: 1 });
  const answered = page.waitForResponse('**/messages');
  await page.emulateMedia({ colorScheme: 'dark' });
  await answered;
  await page.waitForSelector('.post:not(.of-the-stream) >> text=posted meanwhile');
  await page.close();
});

test('shows hostile content as text or not at all', { skip }, async () => {
  const page = await openPage(otherChannel.id);
  const { id } = post({
    channelId: otherChannel.id,
    content:
      '<b onclick="alert(1)">bold</b><script>document.title="stolen"</script><img src=x onerror="document.title=1">' +
      '<a href="javascript:alert(1)">link</a><iframe src="https://contoso.com"></iframe><marquee>text</marquee>' +
      '<attachment id="1"></attachment>',
    cards: [
      {
        id: '1',
        card: {
          type: 'AdaptiveCard',
          version: '1.5',
          body: [{ type: 'TextBlock', text: '<img src=x onerror=alert(1)> [x](javascript:alert(1))' }],
        },
      },
    ],
  });
  const content = page.locator(`[data-message-id="${id}"] .content`);
  await content.waitFor();
  assert.match(
    (await content.textContent()) ?? '',
    /boldlinktext<img src=x onerror=alert\(1\)> \[x\]\(javascript:alert\(1\)\)/,
  );
  assert.equal(await content.locator('script, img, iframe, marquee, [onclick], a[href]').count(), 0);
  assert.equal(await page.title(), 'General (Security Operations) | Teams');
  await page.close();
});

test('counts what arrives in other channels until they are opened', { skip }, async () => {
  const page = await openPage(channel.id);
  const link = page.locator(`a[data-channel-id="${contoso.finance.channels.general.id}"]`);
  post({ channelId: contoso.finance.channels.general.id, content: 'one' });
  post({ channelId: contoso.finance.channels.general.id, content: 'two' });
  await link.locator('.count', { hasText: '2' }).waitFor();
  await link.click();
  await page.locator('article', { hasText: 'two' }).waitFor();
  assert.equal(await link.locator('.count').textContent(), '');
  await page.close();
});
