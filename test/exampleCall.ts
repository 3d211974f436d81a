import type { Operation } from '../functions/runtime/operation.ts';
import type { Call } from './sendCall.ts';

/** The call that an operation's example shows, with the fields and parameters named here replaced wherever they stand. */
export const exampleCall = (
  { example }: Operation<never>,
  replaced: Readonly<Record<string, string>> = {},
): Pick<Call, 'parameters' | 'body'> =>
  JSON.parse(JSON.stringify({ parameters: example.parameters, body: example.body }), (name, value: unknown) =>
    typeof value === 'string' && Object.hasOwn(replaced, name) ? replaced[name] : value,
  );
