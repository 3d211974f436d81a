type Visibility = 'important' | 'advanced' | 'internal';

interface Annotated {
  /** Names the schema: the printer hoists it to `#/definitions/<title>`. */
  readonly title?: string;
  readonly description?: string;
  readonly 'x-ms-summary'?: string;
  readonly 'x-ms-visibility'?: Visibility;
}

/** A drop-down whose choices the designer fetches from another operation; both forms that the designer knows. */
interface DynamicValues {
  readonly 'x-ms-dynamic-values'?: {
    readonly operationId: string;
    readonly parameters?: Readonly<Record<string, string | { readonly parameter: string }>>;
    readonly 'value-collection': string;
    readonly 'value-path': string;
    readonly 'value-title': string;
  };
  readonly 'x-ms-dynamic-list'?: {
    readonly operationId: string;
    readonly parameters?: Readonly<
      Record<string, { readonly value: string } | { readonly parameterReference: string }>
    >;
    readonly itemsPath: string;
    readonly itemValuePath: string;
    readonly itemTitlePath: string;
  };
}

export interface StringSchema extends Annotated, DynamicValues {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly format?: 'date-time' | 'date' | 'uri' | 'email' | 'uuid' | 'byte' | 'html';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly default?: string;
  readonly 'x-ms-notification-url'?: true;
}

export interface NumberSchema extends Annotated {
  readonly type: 'integer' | 'number';
  readonly format?: 'int32' | 'int64' | 'float' | 'double';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
}

export interface BooleanSchema extends Annotated {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export interface ArraySchema extends Annotated {
  readonly type: 'array';
  readonly items: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface ObjectSchema extends Annotated {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** An object whose keys nobody knows beforehand, such as a vendor's open dictionary. */
export interface OpenObjectSchema extends Annotated {
  readonly type: 'object';
  readonly additionalProperties: true;
}

/**
 * JSON Schema in the dialect that OpenAPI 2.0 and the Power Automate designer both accept. There is no `null`, no
 * `oneOf` and no `$ref`: absent values are left out, and a schema with a `title` becomes a shared definition.
 */
export type Schema = StringSchema | NumberSchema | BooleanSchema | ArraySchema | ObjectSchema | OpenObjectSchema;

type Present<P, R> = { [K in keyof P]: K extends R ? K : P[K] extends { default: unknown } ? K : never }[keyof P];
type Flat<T> = { [K in keyof T]: T[K] };

/** The properties of an object schema as a type: present when required or defaulted, otherwise optional. */
export type InferProperties<P, R> = Flat<
  { [K in Present<P, R> & keyof P]: Infer<P[K]> } & { [K in Exclude<keyof P, Present<P, R>>]?: Infer<P[K]> }
>;

/** The TypeScript type of the values that a schema accepts, after defaults were filled in. */
export type Infer<S> = S extends { readonly type: 'string' }
  ? S extends { readonly enum: readonly (infer E)[] }
    ? E
    : string
  : S extends { readonly type: 'integer' | 'number' }
    ? number
    : S extends { readonly type: 'boolean' }
      ? boolean
      : S extends { readonly type: 'array'; readonly items: infer I }
        ? Infer<I>[]
        : S extends { readonly type: 'object'; readonly properties: infer P }
          ? InferProperties<P, S extends { readonly required: readonly (infer R)[] } ? R : never>
          : S extends { readonly type: 'object' }
            ? Record<string, unknown>
            : never;

/** Checks at compile time that a literal is in the dialect, and keeps its exact type for `Infer`. */
export const schema = <const S extends Schema>(literal: S): S => literal;
