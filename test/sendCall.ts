import type { Operation } from '../functions/runtime/operation.ts';

/** An operation, or a method and a path below `/api`: `GET /health/live`. */
export type Target = Pick<Operation<never>, 'method' | 'path' | 'parameters'> | `${string} /${string}`;

export interface Call {
  /** Left out: no Authorization header. */
  readonly token?: string;
  /** Each goes where the operation declares it; one that is declared nowhere goes into the query. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; texts and bytes are sent as they are. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

/** Sends one call to a back end as its connector does. */
export async function sendCall(origin: string, target: Target, call: Call = {}): Promise<Answer> {
  const { token, body } = call;
  const { method, url, headers } = addressOf(origin, target, call.parameters ?? {});
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      ...call.headers,
    },
    ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

function addressOf(origin: string, target: Target, parameters: NonNullable<Call['parameters']>) {
  const operation = typeof target === 'string' ? ofText(target) : target;
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let { path } = operation;
  for (const [name, value] of Object.entries(parameters)) {
    const place = operation.parameters[name]?.in ?? 'query';
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value)) as typeof path;
    else if (place === 'header') headers[name] = String(value);
    else query.set(name, String(value));
  }
  const search = query.size > 0 ? `?${query}` : '';
  return { method: operation.method, url: `${origin}/api${path}${search}`, headers };
}

const ofText = (target: `${string} /${string}`) => {
  const [method = '', path = ''] = target.split(' ');
  return { method, path, parameters: {} as Operation<never>['parameters'] };
};
