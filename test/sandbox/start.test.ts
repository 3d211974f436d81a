import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { templates } from '../../connector/flows/templates.ts';
import { until } from '../until.ts';
import { everyHop, hops, inOrder } from './everyHop.ts';
import { allActions } from './flows/allActions.ts';
import { sandboxesForTest } from './sandboxesForTest.ts';
import { childrenOf, runs, type StartedSandbox, sandboxCommand } from './startedSandbox.ts';

const { newDirectory, start } = sandboxesForTest();

test('the README shows the story as it is told', async () => {
  assert.match(await readFile(join(import.meta.dirname, '../../README.md'), 'utf8'), inOrder(...hops));
});

describe('npm start', () => {
  let directory: string;
  let sandbox: StartedSandbox;
  let busyPort: number;

  before(async () => {
    directory = await newDirectory();
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    after(() => blocker.close());
    const address = blocker.address();
    assert.ok(address && typeof address === 'object');
    busyPort = address.port;
    sandbox = start(directory, '--port', String(busyPort));
    await sandbox.told(/stops everything/);
  });

  test('tells each part with its address, and goes around a busy port', () => {
    const tenant = ['Entra ID', 'Graph', 'Activity feed', 'Teams', 'Automation', 'Connectors'];
    for (const part of [...tenant, 'Storage', 'Back end', 'Flow']) {
      assert.match(sandbox.output(), new RegExp(`✓ ${part} .*\\d+\\.\\d\\d s`));
    }
    assert.match(sandbox.output(), new RegExp(`✓ Back end .*port ${busyPort} is busy; took a free one`));
  });

  test('tells each hop of the first alert, then where to look and what to try', () => {
    assert.match(
      sandbox.output(),
      inOrder(everyHop, /Look at it/, /The card in Teams +http:/, /npm run sandbox -- dlp-match/),
    );
  });

  test('prints no colours and no stack traces where there is no terminal', () => {
    assert.equal(stripVTControlCharacters(sandbox.output()), sandbox.output());
    assert.doesNotMatch(sandbox.output(), /\n\s+at /);
  });

  test('shows the card and the run on the pages whose addresses it prints', async () => {
    const [, page = ''] = /The card in Teams +(http\S+)/.exec(sandbox.output()) ?? [];
    const { origin, hash } = new URL(page);
    const messages = await (await fetch(`${origin}/api/channels/${hash.slice(1)}/messages`)).text();
    assert.match(messages, /Customer cards to refund\.xlsx/);
    const [, runsPage = ''] = /Runs of the flow +(http\S+)/.exec(sandbox.output()) ?? [];
    assert.match(await (await fetch(runsPage)).text(), /DLP alert → Teams message[\s\S]*Succeeded/);
  });

  test('says that it runs already when it is started again', async () => {
    const second = start(directory, '--port', '0');
    assert.equal(await second.ended, 1);
    assert.match(
      second.output(),
      /The sandbox runs already: http.*\nThis stops it: npm run sandbox -- stop --directory /,
    );
  });

  test('tells what becomes of alerts that a command raises, several at once by their sum', async () => {
    const { code, output } = await sandboxCommand(
      directory,
      'dlp-match',
      '--user',
      'adele@contoso.com',
      '--count',
      '8',
    );
    assert.equal(code, 0, output);
    assert.match(output, /high severity, new: DLP policy \(Financial data\)[\s\S]*and 3 more/);
    await sandbox.told(/Purview raises 8 alerts[\s\S]*8 of 8 cards are in Teams/);
  });

  test('says of an alert that the flow does not take that it is in the log', async () => {
    const { output } = await sandboxCommand(directory, 'insider-risk', '--severity', 'low');
    await sandbox.told(/low severity, Lee Gu: Insider risk: .*\n[\s\S]*does not ask for it/);
    const [id = ''] = /^ir\S+/.exec(output) ?? [];
    const changed = await sandboxCommand(directory, 'alert-update', '--id', id, '--status', 'resolved');
    assert.match(changed.output, /low severity, resolved/);
    await sandbox.told(/Purview changes an alert: low severity, Lee Gu.*\(now resolved\)/);
  });

  test('says of what is no alert where to look for it', async () => {
    for (const command of [
      ['policy-change', '--policy', 'Financial data'],
      ['incident-update', '--id', '1001', '--status', 'inProgress'],
    ]) {
      const { code, output } = await sandboxCommand(directory, ...command);
      assert.equal(code, 0, output);
      assert.match(output, /status tells when the back end has read it; the flows that ask for it run at http/);
      assert.doesNotMatch(output, /The terminal of npm start tells/);
    }
  });

  test('answers status with the addresses and the backlog', async () => {
    const { code, output } = await sandboxCommand(directory, 'status');
    assert.equal(code, 0, output);
    assert.match(output, inOrder(/process \d+/, /Teams +http/, /Back end +http/, /Log of alerts +\d+ events, polled/));
    assert.match(output, /Log of sharePointActivity +\d+ events?, polled/);
    assert.match(output, /Deliveries +0 waiting, 0 under way, 0 given up/);
  });

  const stateText = () => readFile(join(directory, 'sandbox.json'), 'utf8');

  test('hands out a token by which anybody calls the back end by hand', async () => {
    const { backEnd } = JSON.parse(await stateText());
    const statusFor = async (...flags: string[]) => {
      const { code, output } = await sandboxCommand(directory, 'token', ...flags);
      assert.equal(code, 0, output);
      const headers = { authorization: `Bearer ${output.trim()}` };
      return (await fetch(`${backEnd}/api/subscriptions`, { headers })).status;
    };
    assert.equal(await statusFor(), 200);
    assert.equal(await statusFor('--user', 'alex@contoso.com'), 403);
    const stranger = await sandboxCommand(directory, 'token', '--user', 'nobody@contoso.com');
    assert.deepEqual([stranger.code, /Sign-in of nobody@contoso\.com was refused/.test(stranger.output)], [1, true]);
  });

  test('passes on in plain words why a scenario is refused', async () => {
    const { code, output } = await sandboxCommand(directory, 'dlp-match', '--file', 'Nowhere.xlsx');
    assert.equal(code, 1);
    assert.match(output, /^There is no file 'Nowhere\.xlsx'; Contoso has Card payments Q3\.xlsx, /);
  });

  test('lists the prebuilt flows, and which of them is on', async () => {
    const { code, output } = await sandboxCommand(directory, 'flows');
    assert.equal(code, 0, output);
    for (const { id, name } of templates)
      assert.match(output, new RegExp(`^${id} +${name} \\((On|not imported)\\)`, 'm'));
    assert.match(output, /^dlpAlertToTeamsMessage .*\(On\)/m);
  });

  test('runs a flow by its name, shows what it asks, takes the answer, and shows how the run ended', async () => {
    const ran = await sandboxCommand(directory, 'flows', '--run', 'dlpAlertToAnswerableCard');
    assert.equal(ran.code, 0, ran.output);
    const [, address = ''] = /runs \(Running\): (http\S+)/.exec(ran.output) ?? [];
    const { control } = JSON.parse(await stateText());
    await until('the flow has asked', async () => (await (await fetch(`${control}/questions`)).text()) !== '[]');
    const { output } = await sandboxCommand(directory, 'questions');
    assert.match(output, /who takes it\?/);
    assert.match(output, /anybody in the channel; answers: "I take it", "False positive", "Confirmed, resolve"/);
    const [id = ''] = /^[\da-f-]{36}/m.exec(output) ?? [];
    const refused = await sandboxCommand(directory, 'answer', '--id', id, '--choice', 'Perhaps');
    assert.deepEqual(refused, {
      code: 1,
      output: '"Perhaps" is none of "I take it", "False positive", "Confirmed, resolve".\n',
    });
    const answered = await sandboxCommand(directory, 'answer', '--id', id, '--choice', 'I take it');
    assert.equal(answered.code, 0, answered.output);
    await sandbox.told(/The flow "High-severity DLP alert → card with answers" ended as Succeeded/);
    assert.match(await (await fetch(address)).text(), /Assign the alert/);
    assert.match((await sandboxCommand(directory, 'questions')).output, /^No flow waits for an answer\./);
  });

  test('runs every other prebuilt flow with settings that suit Contoso', async () => {
    const { control } = JSON.parse(await stateText());
    for (const { id, name } of templates.filter((template) => template.id !== 'dlpAlertToAnswerableCard')) {
      const answer = await fetch(`${control}/flows/${id}/run`, { method: 'POST' });
      const { url, message } = JSON.parse(await answer.text());
      assert.equal(answer.status, 200, message);
      await until(`${name} has ended or asks somebody`, async () => {
        const run = JSON.parse(await (await fetch(`${url}.json`)).text());
        const isAsking = allActions(run.actions).some(
          ({ status, type }) => status === 'Running' && type === 'OpenApiConnectionWebhook',
        );
        assert.ok(run.status === 'Succeeded' || run.status === 'Running', JSON.stringify(run.error));
        return run.status === 'Succeeded' || isAsking;
      });
    }
    const { output } = await sandboxCommand(directory, 'questions');
    assert.match(output, /answers: "Send"\n {2}what is entered into it: --data '\{"justification":"…"\}'\n/);
  });

  test('runs a flow with a schedule once each time, although turning it on starts a run', async () => {
    const { control, flowRuns } = JSON.parse(await stateText());
    const id = 'dailyDigestToDataOwners';
    const name = templates.find((template) => template.id === id)?.name;
    const runsNow = async (): Promise<number> => {
      const flows: { name: string; runs: unknown[] }[] = JSON.parse(await (await fetch(`${flowRuns}.json`)).text());
      return flows.find((flow) => flow.name === name)?.runs.length ?? 0;
    };
    assert.equal(await runsNow(), 1, 'by the test before this');
    assert.equal((await fetch(`${control}/flows/${id}/run`, { method: 'POST' })).status, 200);
    assert.equal(await runsNow(), 2);
  });

  test('says of a flow that there is not which there are', async () => {
    const { code, output } = await sandboxCommand(directory, 'flows', '--run', 'everything');
    assert.equal(code, 1);
    assert.match(output, /^There is no flow 'everything'; there are dlpAlertToTeamsMessage, /);
  });

  test('keeps no secret in the file by which commands find it', async () => {
    assert.doesNotMatch(await stateText(), /sig=|secret|AccountKey|token/i);
  });

  test('ends at Ctrl-C with everything that it has started', async () => {
    const children = await childrenOf(sandbox.child);
    assert.equal(children.length, 2, JSON.stringify(children));
    sandbox.child.kill('SIGINT');
    assert.equal(await sandbox.ended, 0);
    for (const { id, command } of children) assert.equal(await runs(id), false, command);
    assert.match(await readFile(join(directory, 'logs/back-end.log'), 'utf8'), /\[Unsubscribe\].*"status":204/);
    const { code, output } = await sandboxCommand(directory, 'status');
    assert.equal(code, 1);
    assert.match(output, /^No sandbox runs\. Start it in another terminal: npm start -- --directory \S+\n$/);
  });
});
