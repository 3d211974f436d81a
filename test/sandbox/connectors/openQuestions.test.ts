import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenQuestions } from '../../../sandbox/connectors/openQuestions.ts';
import { serve } from '../../../sandbox/serve.ts';

const ask = (notificationUrl: string) => {
  const questions = createOpenQuestions();
  const { id } = questions.ask({
    kind: 'card',
    title: 'Is this yours?',
    askedOf: [],
    choices: ['Yes', 'No'],
    inputs: [],
    details: {},
    notificationUrl,
    notification: ({ choice }) => ({ choice }),
  });
  return { questions, answer: () => questions.answer(id, { choice: 'Yes', by: 'adele@contoso.com' }) };
};

test('keeps a question whose answer did not reach its flow', async () => {
  let calls = 0;
  const flow = await serve({
    listener: (request, response) => {
      calls += 1;
      if (calls === 1) request.socket.destroy();
      else response.end();
    },
  });
  try {
    const { questions, answer } = ask(flow.origin);
    await assert.rejects(answer(), /still waits/);
    assert.equal(questions.open.length, 1);
    await answer();
    assert.equal(questions.open.length, 0);
  } finally {
    await flow.close();
  }
});

test('drops a question that its flow waits for no more', async () => {
  const flow = await serve({ listener: (_request, response) => response.writeHead(404).end() });
  try {
    const { questions, answer } = ask(flow.origin);
    await assert.rejects(answer(), /no longer waits for the answer: 404/);
    assert.equal(questions.open.length, 0);
  } finally {
    await flow.close();
  }
});
