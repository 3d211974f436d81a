/** A refusal in Graph's own words; the listener gives it the shape `{ error: { code, message, innerError } }`. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

export function notFound(what: string): GraphError {
  return new GraphError(404, 'ResourceNotFound', `${what} could not be found.`);
}
