import type { Operation } from '../functions/runtime/operation.ts';

/** A piece of a definition in OpenAPI 2.0. */
export type SwaggerPart = Readonly<Record<string, unknown>>;

/** Stands in the place of a part that is printed elsewhere; nothing may stand beside it. */
export type Reference = { readonly $ref: string };

export interface PrintedSchema extends SwaggerPart {
  readonly properties?: Readonly<Record<string, PrintedSchema>>;
  readonly items?: PrintedSchema;
}

export interface PrintedParameter extends SwaggerPart {
  readonly name: string;
  /** Of the body only; any other parameter is its own schema. */
  readonly schema?: PrintedSchema;
}

export interface PrintedResponse extends SwaggerPart {
  readonly description: string;
  readonly schema?: PrintedSchema;
}

export interface PrintedOperation extends SwaggerPart {
  readonly parameters: readonly PrintedParameter[];
  readonly responses: Readonly<Record<string, PrintedResponse>>;
}

/** The operations of one path, and what a webhook trigger among them delivers. */
export type PrintedPath = Readonly<Partial<Record<Lowercase<Operation<never>['method']>, PrintedOperation>>> & {
  readonly 'x-ms-notification-content'?: PrintedResponse;
};
