import assert from 'node:assert/strict';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { Log } from '../../functions/runtime/log.ts';
import type { Operation, UntypedReply } from '../../functions/runtime/operation.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';

interface Call {
  readonly caller: Caller;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const ignore = () => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Calls the handler as the router does once the input was checked, and holds the reply to its schema. */
export const invoke = async <D>(
  { handler, responses, body: bodySchema }: Operation<D>,
  dependencies: D,
  { caller, body, parameters = {} }: Call,
): Promise<UntypedReply> => {
  if (bodySchema) assert.deepEqual(validatorOf(bodySchema, 'body')(body), []);
  const reply = await handler(dependencies, { caller, body, parameters, correlationId: 'c-1', log } as never);
  const schema = responses[reply.status]?.schema;
  assert.ok(schema, `${reply.status} is not declared`);
  assert.deepEqual(validatorOf(schema, 'reply')(reply.body), []);
  return reply;
};
