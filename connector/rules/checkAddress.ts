import type { Operation } from '../../functions/runtime/operation.ts';
import type { Fault, Rule } from './rule.ts';

const templateNames = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);

function* checkId({ operationId }: Operation<never>): Generator<Fault> {
  if (/^[A-Z][A-Za-z0-9]*(?:_V[1-9][0-9]*)?$/.test(operationId)) return;
  yield {
    place: operationId,
    message: 'operationId is not PascalCase; use letters and digits only, with _V2 and so on for a later version',
  };
}

function* checkPath({ operationId: place, path, method, parameters, body }: Operation<never>): Generator<Fault> {
  if (!/^(?:\/(?:[A-Za-z0-9.-]+|\{[a-z][A-Za-z0-9]*\}))+$/.test(path)) {
    yield {
      place,
      message: `${path} is not a plain path; write /segments of letters and digits or {parameters}, without a slash at the end`,
    };
  }
  if (/^\/api(?:\/|$)/.test(path)) yield { place, message: '/api is the base of every path; leave it out' };
  const named = templateNames(path);
  for (const name of named) {
    if (parameters[name]?.in === 'path') continue;
    yield { place, message: `{${name}} is in the path but is no path parameter; declare it with in: 'path'` };
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.in === 'path' && !named.includes(name)) {
      yield { place, message: `the path parameter ${name} is not in ${path}; add {${name}} or take the parameter out` };
    }
    if (/^connectionid$/i.test(name)) {
      yield { place, message: 'the platform keeps the name connectionId for itself; give the parameter another name' };
    }
  }
  if (body !== undefined && (method === 'GET' || method === 'DELETE')) {
    yield { place, message: `${method} has a body, which the platform does not send; move it into the query` };
  }
}

/** Case-blind, with every template alike: what two addresses must not have in common. */
const shape = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}').toLowerCase();

const overlaps = (one: string, other: string): boolean => {
  const [ours, theirs] = [shape(one).split('/'), shape(other).split('/')];
  return (
    ours.length === theirs.length &&
    ours.every((segment, index) => segment === '{}' || theirs[index] === '{}' || segment === theirs[index])
  );
};

function* checkPair(operation: Operation<never>, earlier: Operation<never>): Generator<Fault> {
  const place = operation.operationId;
  if (place.toLowerCase() === earlier.operationId.toLowerCase()) {
    yield {
      place,
      message: `operationId is taken by ${earlier.operationId} of ${earlier.method} ${earlier.path}; choose another, which differs in more than case`,
    };
  }
  if (operation.summary.toLowerCase() === earlier.summary.toLowerCase()) {
    yield {
      place,
      message: `the summary is the same as that of ${earlier.operationId}; makers could not tell them apart`,
    };
  }
  if (operation.method === earlier.method && overlaps(operation.path, earlier.path)) {
    yield {
      place,
      message: `${operation.method} ${operation.path} can be mistaken for ${earlier.path} of ${earlier.operationId}; choose another path`,
    };
  } else if (operation.path !== earlier.path && shape(operation.path) === shape(earlier.path)) {
    yield {
      place,
      message: `${operation.path} and ${earlier.path} of ${earlier.operationId} are one path spelled in two ways; spell them alike`,
    };
  }
}

/** Ids and paths: unique, unmistakable, and agreeing with the declared parameters. */
export const checkAddress: Rule = function* (operation, operations) {
  yield* checkId(operation);
  yield* checkPath(operation);
  for (const earlier of operations.slice(0, operations.indexOf(operation))) yield* checkPair(operation, earlier);
};
