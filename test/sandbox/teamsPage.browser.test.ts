import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type StartedSandbox, sandboxCommand, startSandboxProcess } from './startedSandbox.ts';

const chromiumPath = '/usr/bin/chromium';
const skip = existsSync(chromiumPath)
  ? false
  : `THE CARD IS NOT TESTED IN A BROWSER: install Chromium at ${chromiumPath} to test it`;
const screenshots = join(import.meta.dirname, '../../.local/screenshots');

describe('the Teams page of npm start', { skip }, () => {
  let directory: string;
  let sandbox: StartedSandbox;
  let browser: Browser;
  let page: Page;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
    sandbox = startSandboxProcess(directory, '--port', '0');
    await sandbox.told(/stops everything/);
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
    // The portal is not on this machine, and is not to be asked either.
    const offline = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost';
    const args = ['--no-sandbox', '--disable-gpu', offline, ...quiet];
    browser = await chromium.launch({ executablePath: chromiumPath, args });
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const [, address = ''] = /The card in Teams +(http\S+)/.exec(sandbox.output()) ?? [];
    await page.goto(address);
    await page.waitForSelector('[data-state=live]');
    await mkdir(screenshots, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    sandbox.child.kill('SIGTERM');
    await sandbox.ended;
    await rm(directory, { recursive: true, maxRetries: 5, retryDelay: 200 });
  });

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
