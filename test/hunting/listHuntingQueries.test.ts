import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approvedQueries } from '../../functions/hunting/approvedQueries.ts';
import { listHuntingQueries } from '../../functions/hunting/listHuntingQueries.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';

test('lists the approved queries with the inputs that they need, and not their text', async () => {
  const { body } = await callHandler(
    listHuntingQueries,
    { huntingQueries: approvedQueries },
    { caller: person(users.grady) },
  );
  const { version, value } = Object(body);
  assert.equal(version, approvedQueries.version);
  assert.equal(value.length, approvedQueries.queries.length);
  const mails = value.find(({ queryName }: { queryName: string }) => queryName === 'mailsToDomain');
  const { description } = approvedQueries.queries.find(({ name }) => name === 'mailsToDomain') ?? assert.fail();
  assert.deepEqual(mails, {
    queryName: 'mailsToDomain',
    title: 'Mail of a user to a domain (user, domain)',
    description,
    needs: ['user', 'domain'],
  });
  assert.doesNotMatch(JSON.stringify(body), /EmailEvents|\|/);
});
