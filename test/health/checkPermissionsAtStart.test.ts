import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startBackEnd } from '../backEnd.ts';

interface Line {
  readonly level: string;
  readonly fields?: { readonly permission?: string; readonly operations?: readonly string[] };
}

test('a back end says after its start which permissions its identity lacks, and for which operations', async () => {
  const backEnd = await startBackEnd({}, { applicationPermissions: ['SecurityAlert.Read.All', 'Mail.Read'] });
  try {
    const linesAbout = (text: string): Line[] =>
      `${backEnd.stdout()}\n${backEnd.stderr()}`
        .split('\n')
        .filter((line) => line.startsWith('{') && line.includes(text))
        .map((line) => JSON.parse(line));
    while (linesAbout('holds application permissions').length === 0) await delay(100);
    const lacking = linesAbout('lacks an application permission');
    const write = lacking.find(({ fields }) => fields?.permission === 'SecurityAlert.ReadWrite.All');
    assert.equal(write?.level, 'error');
    assert.ok(write?.fields?.operations?.includes('UpdateAlert'));
    assert.ok(lacking.every(({ fields }) => fields?.permission !== 'SecurityAlert.Read.All'));
    const [surplus] = linesAbout('Mail.Read');
    assert.equal(surplus?.level, 'warn');
  } finally {
    await backEnd.stop();
  }
});
