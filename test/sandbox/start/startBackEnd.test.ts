import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '../../../sandbox/serve.ts';
import { startBackEnd } from '../../../sandbox/start/startBackEnd.ts';
import { folderForTest } from '../../folderForTest.ts';

test('takes nobody else on its port for the back end, and shows why that did not start', async (t) => {
  const directory = await folderForTest(t);
  const somebodyElse = await serve({ listener: (_request, response) => response.end() });
  t.after(somebodyElse.close);
  await assert.rejects(
    startBackEnd({
      port: somebodyElse.port,
      environment: {},
      logFile: join(directory, 'log'),
      signal: new AbortController().signal,
    }),
    /The back end ended with exit code 1\.[\s\S]*\n {2}\| - ENTRA_TENANT_ID: set it/,
  );
});
