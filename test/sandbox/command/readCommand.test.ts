import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scenarioCommands } from '../../../sandbox/command/commands.ts';
import { helpOf } from '../../../sandbox/command/help.ts';
import { readCommand } from '../../../sandbox/command/readCommand.ts';

describe('the command line of the sandbox', () => {
  test('turns flags into the wishes of a scenario, numbers as numbers', () => {
    const read = readCommand(['dlp-match', '--severity', 'high', '--count=3', '--directory', '/elsewhere']);
    assert.deepEqual(read, {
      kind: 'scenario',
      name: 'dlp-match',
      wish: { severity: 'high', count: 3 },
      directory: '/elsewhere',
    });
    const update = readCommand(['alert-update', '--id', '1', '--assigned-to', 'joni@contoso.com']);
    assert.ok(update.kind === 'scenario');
    assert.deepEqual(update.wish, { id: '1', assignedTo: 'joni@contoso.com' });
  });

  test('reads which flow to run, who signs in, and how a question is answered', () => {
    const directory = '/elsewhere';
    assert.deepEqual(readCommand(['flows', '--directory', directory]), { kind: 'flows', directory });
    const run = 'replayAfterAnOutage';
    assert.deepEqual(readCommand(['flows', '--run', run, '--directory', directory]), { kind: 'flows', run, directory });
    const user = 'grady@contoso.com';
    assert.deepEqual(readCommand(['token', '--user', user, '--directory', directory]), {
      kind: 'token',
      user,
      directory,
    });
    const args = ['answer', '--id', '1', '--choice', 'Reject', '--comments', 'Too early.', '--directory', directory];
    const answer = { id: '1', choice: 'Reject', comments: 'Too early.' };
    assert.deepEqual(readCommand(args), { kind: 'answer', answer, directory });
  });

  for (const [args, message] of [
    [
      ['dlp-mach'],
      /no command "dlp-mach"\. There are dlp-match, insider-risk, .*flows, questions, answer, token, status, stop\./,
    ],
    [['constructor'], /no command "constructor"/],
    [['dlp-match', '--flie', 'x'], /no flag --flie\. dlp-match takes --severity, --user, --file/],
    [['status', '--severity', 'low'], /no flag --severity\. status takes no flags\./],
    [['dlp-match', '--user'], /--user needs a value/],
    [['dlp-match', '--file', 'Loyalty', 'members.xlsx'], /"members\.xlsx" belongs to no flag.*quotes/],
    [['dlp-match', '--count', 'many'], /--count must be a whole number; "many" is not/],
    [['alert-update', '--status', 'resolved'], /alert-update needs --id <id>/],
    [['answer', '--id', '1'], /answer needs --choice <text>/],
    [['flows', '--run'], /--run needs a value/],
  ] as const) {
    test(`refuses "${args.join(' ')}" and says what would be right`, () => {
      const read = readCommand(args);
      assert.ok(read.kind === 'fault');
      assert.match(read.message, message);
    });
  }

  test('asks for help with no command, with help and with --help anywhere, about one command where one is named', () => {
    const helpFor = (...args: string[]) => {
      const read = readCommand(args);
      assert.ok(read.kind === 'help');
      return Object.keys(read.commands);
    };
    assert.deepEqual(helpFor('dlp-match', '--severity', '--help'), ['dlp-match']);
    for (const args of [[], ['help'], ['--help'], ['nonsense', '--help']]) {
      assert.deepEqual(helpFor(...args).slice(-2), ['status', 'stop']);
    }
  });

  test('gives examples that it takes itself', () => {
    const examples = [...helpOf(scenarioCommands).matchAll(/npm run sandbox -- (\w.*)/g)];
    assert.ok(examples.length > 2);
    for (const [, example = ''] of examples) {
      const args = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      assert.equal(readCommand(args).kind, 'scenario', example);
    }
  });
});
