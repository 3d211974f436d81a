import type { Operation } from '../functions/runtime/operation.ts';
import type { ObjectSchema, Schema } from '../functions/runtime/schema.ts';

type SchemaUse =
  | { readonly use: 'parameter'; readonly name: string; readonly schema: Schema }
  | { readonly use: 'body' | 'notification'; readonly schema: ObjectSchema }
  | { readonly use: 'reply'; readonly status: string; readonly schema: Schema };

/** Every schema of an operation, with what it is there for. */
export const operationSchemas = ({ parameters, body, responses, trigger }: Operation<never>): readonly SchemaUse[] => [
  ...Object.entries(parameters).map(([name, schema]) => ({ use: 'parameter', name, schema }) as const),
  ...(body === undefined ? [] : [{ use: 'body', schema: body } as const]),
  ...Object.entries(responses).flatMap(([status, { schema }]) =>
    schema === undefined ? [] : [{ use: 'reply', status, schema } as const],
  ),
  ...(trigger?.mode === 'webhook' ? [{ use: 'notification', schema: trigger.notification } as const] : []),
];

/** The schema of the operation's success, which is the one that the designer shows. */
export const successSchema = ({ responses }: Operation<never>): Schema | undefined =>
  Object.entries(responses).find(([status, { schema }]) => status.startsWith('2') && schema !== undefined)?.[1].schema;
