import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import type { AlertsOfGraph } from '../../functions/alerts/alertsOfGraph.ts';
import { exampleAlert } from '../../functions/alerts/exampleAlert.ts';
import { cardsOfAlerts } from '../../functions/composition/cardsOfAlerts.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { alertOfId } from '../../functions/teams/alertCards.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';

const joni = person(users.joni);
const unused = () => assert.fail();
const cards = (get: AlertsOfGraph['get']) =>
  cardsOfAlerts({ find: unused }, () => ({ get, list: unused, update: unused, comment: unused }));
const cardOf = (changes: Partial<Alert>) => cards(async () => ({ ...exampleAlert, ...changes })).ofAlert(joni, 'an id');

test('calls the product as the service does, and by a name that people know where it does not', async () => {
  assert.equal((await cardOf({ productName: 'Microsoft Purview DLP' }))?.product, 'Microsoft Purview DLP');
  assert.equal((await cardOf({}))?.product, 'Microsoft Data Loss Prevention');
  assert.equal((await cardOf({ product: 'insiderRisk' }))?.product, 'Microsoft Purview Insider Risk Management');
});

test('says what to check where there is no such alert, and hands on other refusals', async () => {
  const failing = (code: Problem['code']) =>
    alertOfId(
      cards(() => Promise.reject(new Problem(code, 'Microsoft Graph says: no.'))),
      joni,
      'an id',
    );
  await assert.rejects(failing('NotFound'), { code: 'NotFound', message: /you may not read it\. Check that alertId/ });
  await assert.rejects(failing('UpstreamRefused'), { message: 'Microsoft Graph says: no.' });
});
