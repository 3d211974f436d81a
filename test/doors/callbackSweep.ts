import assert from 'node:assert/strict';
import type { Operation } from '../../functions/runtime/operation.ts';
import type { BackEnd } from '../backEnd.ts';
import { exampleCall } from '../exampleCall.ts';
import type { Call } from '../sendCall.ts';
import { sendTraced } from '../sendTraced.ts';
import { allOperations, leastToken } from '../tableOfContents.ts';
import { callbackPath, refusedCallbacks } from './callbackAddresses.ts';
import { type Findings, sweep } from './sweep.ts';

interface AddressField {
  readonly operation: Operation<never>;
  readonly name: string;
  readonly put: (call: Call, address: string) => Call;
}

const isAddress = (name: string, schema: object): boolean =>
  'x-ms-notification-url' in schema || ('format' in schema && schema.format === 'uri') || /url$/i.test(name);

/** Every input of an operation that holds an address. */
export const addressFields: readonly AddressField[] = allOperations.flatMap((operation) => [
  ...Object.entries(operation.body?.properties ?? {})
    .filter(([name, schema]) => isAddress(name, schema))
    .map(([name]) => ({
      operation,
      name,
      put: (call: Call, address: string) => ({ ...call, body: { ...Object(call.body), [name]: address } }),
    })),
  ...Object.entries(operation.parameters)
    .filter(([name, schema]) => isAddress(name, schema))
    .map(([name]) => ({
      operation,
      name,
      put: (call: Call, address: string) => ({ ...call, parameters: { ...call.parameters, [name]: address } }),
    })),
]);

/** Every address that is refused, or each so manyth, in every input that takes an address. */
export async function callbackSweep(backEnd: BackEnd, answers: string[], each = 1): Promise<Findings> {
  const cases = addressFields.flatMap((field, row) =>
    refusedCallbacks.filter((_, column) => (row + column) % each === 0).map((address) => ({ ...field, address })),
  );
  return sweep(
    cases,
    ({ operation, name, address }) => `${operation.operationId}, ${name} of ${JSON.stringify(address.slice(0, 80))}`,
    async ({ operation, put, address }) => {
      const call = put(exampleCall(operation), address);
      const { answer } = await sendTraced(backEnd, operation, { ...call, ...(await leastToken(backEnd, operation)) });
      answers.push(answer.text);
      assert.ok(answer.status >= 400 && answer.status < 500, `answered ${answer.status}: ${answer.text.slice(0, 300)}`);
      assert.ok(!answer.text.includes(callbackPath), 'the answer tells the address');
    },
  );
}
