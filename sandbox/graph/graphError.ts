import { Refusal } from '../refusal.ts';

/** A refusal in Graph's own words; the listener gives it the shape `{ error: { code, message, innerError } }`. */
export class GraphError extends Refusal {
  override readonly name = 'GraphError';
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

export function notFound(what: string): GraphError {
  return new GraphError(404, 'ResourceNotFound', `${what} could not be found.`);
}
