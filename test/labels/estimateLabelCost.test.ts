import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateLabelCost } from '../../functions/labels/estimateLabelCost.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { app } from '../callers.ts';
import { callHandler } from '../callHandler.ts';

const estimate = async (itemCount: number, perChange = 0.00185) => {
  const dependencies = { labelPrice: { perChange, currency: 'USD' } };
  const { body } = await callHandler(estimateLabelCost, dependencies, { caller: app(), parameters: { itemCount } });
  return body;
};

test('multiplies files by the price, without the noise of floating point', async () => {
  assert.deepEqual(await estimate(3), {
    itemCount: 3,
    pricePerChange: 0.00185,
    estimatedCost: 0.00555,
    currency: 'USD',
  });
  assert.partialDeepStrictEqual(await estimate(1_000_000), { estimatedCost: 1_850 });
  assert.partialDeepStrictEqual(await estimate(0), { estimatedCost: 0 });
  assert.partialDeepStrictEqual(await estimate(7, 0), { estimatedCost: 0 });
});

test('takes a whole number of files that is not negative', () => {
  const {
    in: _place,
    required: _required,
    ...schema
  } = { ...estimateLabelCost.parameters.itemCount } as never as {
    in: string;
    required: boolean;
    type: 'integer';
  };
  for (const wrong of [-1, 1.5, 'many', 1e9]) assert.equal(validatorOf(schema, 'itemCount')(wrong).length > 0, true);
});
