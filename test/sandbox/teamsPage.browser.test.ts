import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Browser, chromium, type Page, type Route } from 'playwright-core';
import { teams as contoso } from '../../sandbox/contoso/teams.ts';
import { createMessageStore, type NewChannelMessage } from '../../sandbox/teams/messageStore.ts';
import { startTeams, type Teams } from '../../sandbox/teams/startTeams.ts';
import { until } from '../until.ts';
import { sandboxesForTest } from './sandboxesForTest.ts';
import { type StartedSandbox, sandboxCommand } from './startedSandbox.ts';

const chromiumPath = '/usr/bin/chromium';
const skip = existsSync(chromiumPath)
  ? false
  : `THE TEAMS PAGE IS NOT TESTED IN A BROWSER: install Chromium at ${chromiumPath} to test it`;
const screenshots = join(import.meta.dirname, '../../.local/screenshots');

const { newDirectory, start } = sandboxesForTest();

let browser: Browser;
before(async () => {
  if (skip) return;
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // The portal is not on this machine, and is not to be asked either.
  const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost';
  const args = ['--no-sandbox', '--disable-gpu', offline, ...quiet];
  browser = await chromium.launch({ executablePath: chromiumPath, args });
});
after(() => browser?.close());

describe('the Teams page', { skip }, () => {
  const channel = contoso.securityOperations.channels.dlpAlerts;
  const otherChannel = contoso.securityOperations.channels.general;
  let teams: Teams;
  before(async () => {
    teams = await startTeams({ messages: createMessageStore() });
  });
  after(() => teams.close());

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
    const page = await browser.newPage();
    await page.goto(teams.channelUrl(channelId));
    await page.waitForSelector('[data-state=live]');
    return page;
  }

  test('says what to do while a channel is empty, and shows a card as soon as it is posted', async () => {
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

  test('keeps what is posted while it reads a channel again', async () => {
    const page = await openPage(channel.id);
    // It reads at its start, and once more when the stream is open.
    const reads = () =>
      performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/messages')).length;
    await until('it has read twice', async () => (await page.evaluate(reads)) >= 2);
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

  test('shows hostile content as text or not at all', async () => {
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

  test('counts what arrives in other channels until they are opened', async () => {
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
});

describe('npm start', () => {
  let directory: string;
  let sandbox: StartedSandbox;
  before(async () => {
    directory = await newDirectory();
    sandbox = start(directory, '--port', '0');
    await sandbox.told(/stops everything/);
  });

  describe('in a browser', { skip }, () => {
    let page: Page;
    before(async () => {
      page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      const [, address = ''] = /The card in Teams +(http\S+)/.exec(sandbox.output()) ?? [];
      await page.goto(address);
      await page.waitForSelector('[data-state=live]');
      await mkdir(screenshots, { recursive: true });
    });
    after(() => page.close());

    test('shows the card of a DLP match as it comes, with all that whoever answers it needs', async () => {
      const raised = await sandboxCommand(
        directory,
        ...['dlp-match', '--severity', 'high', '--user', 'adele@contoso.com', '--file', 'Loyalty members.xlsx'],
      );
      assert.equal(raised.code, 0, raised.output);
      const [id = ''] = raised.output.split(' ');

      const post = page.locator('article', { hasText: 'Loyalty members.xlsx' });
      const button = post.locator('.card button', { hasText: 'Open in Defender' });
      await button.waitFor();
      const card = post.locator('.card');
      for (const text of ['Financial data', 'Adele Vance (adele@contoso.com)', 'High', 'Loyalty members.xlsx', 'New']) {
        assert.ok(await card.getByText(text, { exact: true }).first().isVisible(), text);
      }
      assert.equal(await post.locator('.sender').textContent(), 'Megan Bowen');
      await post.scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(screenshots, 'teamsCard.png') });

      const portal = page.context().waitForEvent('request', (request) => request.url().startsWith('https:'));
      const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
      assert.match((await portal).url(), new RegExp(`^https://security\\.microsoft\\.com/alerts/${id}\\?`));
      await popup.close();
    });

    test('names in an empty channel the command that fills it', async () => {
      const link = page.getByRole('link', { name: 'Insider risk' });
      await link.click();
      assert.equal(await link.getAttribute('aria-current'), 'page');
      const advice = page.locator('.empty code');
      await advice.waitFor();
      const [, command = ''] = /^npm run sandbox -- (\S+)$/.exec((await advice.textContent()) ?? '') ?? [];
      await page.screenshot({ path: join(screenshots, 'emptyChannel.png') });
      const { code, output } = await sandboxCommand(directory, command);
      assert.equal(code, 0, output);
      await page.locator('.channel', { hasText: 'DLP alerts' }).locator('.count', { hasText: '1' }).waitFor();
    });

    test('opens a channel when its address was mistyped', async () => {
      await page.goto('about:blank');
      const [, address = ''] = /The card in Teams +(http[^\s#]+)/.exec(sandbox.output()) ?? [];
      await page.goto(`${address}#%`);
      await page.waitForSelector('[data-state=live]');
      assert.notEqual(await page.locator('#channel-name').textContent(), '');
    });

    test('leads to the run history, which shows the steps of the run', async () => {
      const [, address = ''] = /Runs of the flow +(http\S+)/.exec(sandbox.output()) ?? [];
      await page.goto(address);
      await page.locator('tbody a').first().click();
      await page.locator('.steps summary', { hasText: 'Post to Teams' }).click();
      assert.match((await page.locator('.steps').textContent()) ?? '', /When a DLP alert is raised[\s\S]*Succeeded/);
      await page.screenshot({ path: join(screenshots, 'flowRun.png') });
    });
  });

  test('ends by the command stop, which waits for it', async () => {
    assert.deepEqual(await sandboxCommand(directory, 'stop'), { code: 0, output: 'Stopped.\n' });
    assert.equal(await sandbox.ended, 0);
  });
});
