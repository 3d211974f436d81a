import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createOpenQuestions } from '../../../sandbox/connectors/openQuestions.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type Serving, serve } from '../../../sandbox/serve.ts';
import { controlListener } from '../../../sandbox/start/controlListener.ts';

const questions = createOpenQuestions();
const told: unknown[] = [];
let stops = 0;
let control: Serving;
let flow: Serving;
before(async () => {
  flow = await serve({
    async listener(request, response) {
      told.push(JSON.parse((await request.toArray()).join('')));
      response.writeHead(200).end();
    },
  });
  control = await serve({
    listener: controlListener({
      started: () => ({
        flows: {
          list: () => [{ id: 'one', name: 'One', description: 'The first.', state: 'Off' }],
          async run(id) {
            if (id !== 'one') throw new Error(`There is no flow '${id}'.`);
            return { name: 'One', told: 'It is time', status: 'Running', url: 'http://localhost/runs/1' };
          },
        },
        questions,
      }),
      stop: () => {
        stops += 1;
      },
    }),
  });
});
after(() => Promise.all([control.close(), flow.close()]));

const call = async (method: string, path: string, { body, headers = {} }: { body?: string; headers?: object } = {}) => {
  const response = await fetch(`${control.origin}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

test('answers and does nothing for a page on the internet', async () => {
  for (const [method, path] of [
    ['GET', '/status'],
    ['GET', '/questions'],
    ['POST', '/flows/one/run'],
    ['POST', '/stop'],
  ] as const)
    assert.equal((await call(method, path, { headers: { origin: 'https://example.com' } })).status, 403);
  assert.equal(stops, 0);
});

test('tells its process, and stops when it is told to', async () => {
  assert.deepEqual(await call('GET', '/status'), { status: 200, body: { processId: process.pid } });
  assert.equal((await call('POST', '/stop')).status, 202);
  assert.equal(stops, 1);
  assert.equal((await call('GET', '/stop')).status, 404);
});

test('lists and runs flows, and says why one does not run', async () => {
  assert.equal((await call('GET', '/flows')).body[0].id, 'one');
  assert.equal((await call('POST', '/flows/one/run')).body.status, 'Running');
  assert.deepEqual(await call('POST', '/flows/two/run'), { status: 400, body: { message: "There is no flow 'two'." } });
  assert.equal((await call('POST', '/flows/..%2Fx/run')).body.message, "There is no flow '../x'.");
});

test('shows what is asked without where the answer goes, and hands the answer on', async () => {
  const { id } = questions.ask({
    kind: 'approval',
    title: 'Hold?',
    askedOf: [users.patti.userPrincipalName],
    choices: ['Approve', 'Reject'],
    inputs: [],
    details: {},
    notificationUrl: `${flow.origin}/callback?sig=secret`,
    notification: ({ choice, by }) => ({ choice, by }),
  });
  const { body } = await call('GET', '/questions');
  assert.deepEqual(body, [
    {
      id,
      kind: 'approval',
      title: 'Hold?',
      askedOf: ['patti@contoso.com'],
      choices: ['Approve', 'Reject'],
      inputs: [],
    },
  ]);
  const answer = (by: string) =>
    call('POST', `/questions/${id}/answer`, { body: JSON.stringify({ choice: 'Approve', by }) });
  assert.match((await answer('adele@contoso.com')).body.message, /was not asked/);
  assert.equal((await call('POST', `/questions/${id}/answer`, { body: 'Approve' })).status, 400);
  assert.equal((await answer('patti@contoso.com')).status, 200);
  assert.deepEqual(told, [{ choice: 'Approve', by: 'patti@contoso.com' }]);
  assert.deepEqual((await call('GET', '/questions')).body, []);
});
