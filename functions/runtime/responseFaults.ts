import type { Responses, UntypedReply } from './operation.ts';
import type { FieldFault } from './problem.ts';
import { validatorOf } from './validator.ts';

/** Where an answer differs from what its operation declares; for tests, since in production it costs every call. */
export function responseFaults(responses: Responses, { status, headers = {}, body }: UntypedReply): FieldFault[] {
  const response = responses[status];
  if (response === undefined) return [{ field: 'status', message: `${status} is not declared` }];
  const missing = Object.keys(response.headers ?? {})
    .filter((name) => headers[name] === undefined)
    .map((name) => ({ field: `header.${name}`, message: 'is missing' }));
  return [...missing, ...bodyFaults(response.schema, body)];
}

function bodyFaults(schema: Responses[number]['schema'], body: unknown): readonly FieldFault[] {
  if (schema === undefined) return body === undefined ? [] : [{ field: 'body', message: 'is not declared' }];
  if (body === undefined) return [{ field: 'body', message: 'is missing' }];
  // A copy as it would be sent, into which the validator may write defaults.
  return validatorOf(schema, 'body')(JSON.parse(JSON.stringify(body)));
}
