import type { Caller, Role } from './caller.ts';
import type { Log } from './log.ts';
import type { Requirement } from './requirement.ts';
import type { Infer, InferProperties, ObjectSchema, Schema, StringSchema } from './schema.ts';

type Location = { readonly in: 'path' } | { readonly in: 'query' | 'header'; readonly required?: true };

/** A path, query or header parameter; an array in the query is written with commas. */
export type Parameter = Exclude<Schema, ObjectSchema | { readonly additionalProperties: true }> & Location;
export type Parameters = Readonly<Record<string, Parameter>>;

type RequiredOf<P> = {
  [K in keyof P]: P[K] extends { readonly in: 'path' } | { readonly required: true } ? K : never;
}[keyof P];

export interface Response {
  readonly description: string;
  readonly schema?: Schema;
  readonly headers?: Readonly<Record<string, { readonly type: 'string'; readonly description: string }>>;
}
export type Responses = Readonly<Record<number, Response>>;

type HeadersOf<R> = R extends { readonly headers: infer H }
  ? { readonly headers: { readonly [K in keyof H]: string } }
  : { readonly headers?: never };
type BodyOf<R> = R extends { readonly schema: infer S } ? { readonly body: Infer<S> } : { readonly body?: never };

/** What a handler answers: one of the declared statuses, with the body and headers declared for it. */
export type Reply<R> = { [S in keyof R & number]: { readonly status: S } & BodyOf<R[S]> & HeadersOf<R[S]> }[keyof R &
  number];

/**
 * Who may call. `public`: no token is looked at. `link`: the address itself is the credential; a token, when one is
 * sent, is verified and handed on as `caller`.
 */
export type Access = { readonly role: Role; readonly callers: 'people' | 'people and apps' } | 'public' | 'link';

/** Least-privilege Microsoft Graph permissions: for the caller's own rights, and for the app's. */
export interface GraphPermissions {
  readonly delegated?: readonly string[];
  readonly application?: readonly string[];
}

export interface Invocation<P, B, A> {
  readonly parameters: P;
  readonly body: B;
  readonly caller: A extends { readonly role: Role } ? Caller : Caller | undefined;
  readonly correlationId: string;
  readonly log: Log;
}

/** https://learn.microsoft.com/connectors/custom-connectors/operational-versioning */
export interface Revision {
  /** The operation id of the first revision. */
  readonly family: string;
  /** Counts from 1; from 2 on, the operation id ends in it: `ListAlerts_V2`. */
  readonly number: number;
  /** The operation id of the one to use instead; the designer then offers this one to nobody anew. */
  readonly replacedBy?: string;
}

interface Described {
  /** PascalCase and final: saved flows refer to it. */
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api`, with `{parameter}` segments. */
  readonly path: `/${string}`;
  /** The name of the box in the designer: sentence case, 80 characters at most. */
  readonly summary: string;
  /** Full sentences; other than the summary. */
  readonly description: string;
  readonly visibility: 'important' | 'none' | 'advanced' | 'internal';
  /** `listed`: part of the connector. `unlisted`: an address for operators and probes, not in the swagger. */
  readonly audience: 'listed' | 'unlisted';
  /** `key`: repeating the call could repeat an effect, so it takes an Idempotency-Key header. */
  readonly repeat: 'safe' | 'key';
  readonly graph: GraphPermissions;
  /** What must be in place besides; readiness and the docs tell of it. */
  readonly requires?: readonly Requirement[];
  /**
   * A webhook trigger names what it delivers; a polling trigger is read again and again by the platform. Sources are
   * those of the event log that it reads: it is of no use without the timers that fill them.
   */
  readonly trigger?:
    | {
        readonly mode: 'webhook';
        readonly notification: ObjectSchema;
        readonly hint?: string;
        readonly sources?: readonly string[];
      }
    | { readonly mode: 'polling'; readonly hint?: string; readonly sources?: readonly string[] };
  /** Set on operations that replace one another: saved flows go on with the one they know, new flows get the newest. */
  readonly revision?: Revision;
  /** The list's page token property, for actions that the designer may page through. */
  readonly pageable?: { readonly nextLinkName: 'nextLink' };
}

export interface OperationDefinition<
  P extends Parameters,
  B extends ObjectSchema,
  R extends Responses,
  A extends Access,
  D,
> extends Described {
  readonly access: A;
  readonly parameters: P;
  /** Absent: the operation takes no body. */
  readonly body?: B;
  readonly responses: R;
  /** Shown in the docs, and checked against the schemas by a test. */
  readonly example: {
    readonly parameters?: Readonly<Record<string, string | number | boolean>>;
    readonly body?: Infer<B>;
    readonly reply: Reply<NoInfer<R>>;
  };
  readonly handler: (
    dependencies: D,
    invocation: Invocation<InferProperties<P, RequiredOf<P>>, ObjectSchema extends B ? undefined : Infer<B>, A>,
  ) => Promise<Reply<NoInfer<R>>>;
}

export interface UntypedReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An operation as the router and the printers see it: the same value, without the types of its own schemas. */
export interface Operation<D> extends Described {
  readonly access: Access;
  readonly parameters: Parameters;
  readonly body?: ObjectSchema;
  readonly responses: Responses;
  readonly example: {
    readonly parameters?: Readonly<Record<string, string | number | boolean>>;
    readonly body?: unknown;
    readonly reply: UntypedReply;
  };
  readonly handler: (dependencies: D, invocation: Invocation<never, never, never>) => Promise<UntypedReply>;
}

/**
 * Declares one operation: its place in HTTP and in the designer, who may call it, what it needs, its schemas, and the
 * handler, whose input and output types follow from the schemas.
 */
export const operation = <
  const P extends Parameters,
  const R extends Responses,
  const A extends Access,
  D,
  const B extends ObjectSchema = ObjectSchema,
>(
  definition: OperationDefinition<P, B, R, A, D>,
): Operation<D> => definition as unknown as Operation<D>;

/** The header every `repeat: 'key'` operation takes; printers and the router share this one declaration. */
export const idempotencyKey = {
  name: 'Idempotency-Key',
  schema: {
    type: 'string',
    'x-ms-summary': 'Idempotency Key',
    'x-ms-visibility': 'advanced',
    description:
      'A text of your choice that makes a repeated call harmless: the second call with the same key and the same input answers what the first one did, and is refused when nobody knows whether the first took effect. The name of the flow and the event id together make a good key.',
    minLength: 1,
    maxLength: 200,
  } satisfies StringSchema,
} as const;
