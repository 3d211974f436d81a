import assert from 'node:assert/strict';
import type { Caller } from '../functions/runtime/caller.ts';
import type { Operation, UntypedReply } from '../functions/runtime/operation.ts';
import { responseFaults } from '../functions/runtime/responseFaults.ts';
import { validatorOf } from '../functions/runtime/validator.ts';
import { silentLog } from './silentLog.ts';

interface Call {
  readonly caller: Caller;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Calls the handler as the router does once the input was checked, and holds input and reply to their schemas. */
export const callHandler = async <D>(
  { handler, responses, body: bodySchema }: Operation<D>,
  dependencies: D,
  { caller, body, parameters = {} }: Call,
): Promise<UntypedReply> => {
  if (bodySchema) assert.deepEqual(validatorOf(bodySchema, 'body')(body), []);
  const call = { caller, body, parameters, correlationId: 'c-1', log: silentLog };
  const reply = await handler(dependencies, call as never);
  assert.deepEqual(responseFaults(responses, reply), []);
  return reply;
};
