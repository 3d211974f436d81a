import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import { exampleAlert } from '../../functions/alerts/exampleAlert.ts';
import { cardsOfAlerts } from '../../functions/composition/cardsOfAlerts.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';

test('names the product in the words that readers know', async () => {
  const productOf = async (alert: Alert) => {
    const cards = cardsOfAlerts(
      { find: async () => ({ json: JSON.stringify({ alert, isTest: false }) }) as never },
      () => assert.fail('an event holds its alert'),
    );
    return (await cards.ofEvent(person(users.megan), 'e-1'))?.product;
  };
  const { productName: _, ...unnamed } = exampleAlert as Alert;
  assert.equal(await productOf({ ...unnamed, product: 'dlp' }), 'Microsoft Data Loss Prevention');
  assert.equal(await productOf({ ...unnamed, product: 'cloudApps' }), 'Microsoft Defender for Cloud Apps');
  assert.equal(await productOf({ ...unnamed, product: 'dlp', productName: 'Purview DLP' }), 'Purview DLP');
});
