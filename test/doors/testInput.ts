import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { badRequestSweep } from './badRequestSweep.ts';
import { hostileTextSweep } from './hostileTextSweep.ts';
import type { OpenDoors } from './openDoors.ts';
import { settledStorageText } from './storageText.ts';

/** Bad requests, and texts that mean harm. */
export const testInput = (doors: () => OpenDoors) =>
  describe('the door for input', () => {
    test('refuses bad requests, stores nothing, and asks nobody', async () => {
      const { backEnd, connectionString, answers } = doors();
      const stored = await settledStorageText(connectionString);
      backEnd.graph.requests.reset();
      const { tried, faults } = await badRequestSweep(backEnd, { requests: 300, seed: 20_261_126, answers });
      assert.deepEqual(faults, []);
      assert.equal(tried, 300);
      assert.equal(backEnd.graph.requests.total, 0);
      assert.equal(await settledStorageText(connectionString), stored);
    });

    test('takes texts that mean harm for nothing but texts', async () => {
      const { backEnd, existing, answers } = doors();
      const { tried, faults } = await hostileTextSweep(backEnd, existing, answers, 50);
      assert.deepEqual(faults, []);
      assert.ok(tried > 100, `${tried} texts were tried`);
    });

    test('gives no secret away in its log, its answers or its storage', async () => {
      assert.notEqual(doors().answers.length, 0);
      assert.deepEqual(await doors().leaks(), []);
    });

    test('writes one line for each entry of its log, and nothing into it that drives a terminal', () => {
      const { backEnd } = doors();
      const lines = `${backEnd.stdout()}\n${backEnd.stderr()}`.split('\n').filter((line) => line.includes('"level"'));
      assert.ok(lines.length > 400);
      for (const line of lines) {
        // The host puts the function's name in front.
        const { level } = JSON.parse(line.replace(/^\[\w+\] /, ''));
        assert.match(level, /^(debug|info|warn|error)$/);
        assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }
    });
  });
