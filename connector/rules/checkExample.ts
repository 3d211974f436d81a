import type { Rule } from './rule.ts';

/** Examples that name what the operation declares; whether their values fit the schemas needs a validator. */
export const checkExample: Rule = function* ({ operationId, example, parameters, body, responses }) {
  const place = `${operationId}, example`;
  if (responses[example.reply.status] === undefined) {
    yield { place, message: `the reply ${example.reply.status} is not declared; declare it or answer one that is` };
  }
  const given = example.parameters ?? {};
  for (const name of Object.keys(given)) {
    if (parameters[name] === undefined) yield { place, message: `${name} is no parameter; declare it or take it out` };
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    const isNeeded = parameter.in === 'path' || parameter.required === true;
    if (isNeeded && given[name] === undefined)
      yield { place, message: `the required parameter ${name} is missing; add it` };
  }
  if ((body === undefined) !== (example.body === undefined)) {
    yield {
      place,
      message: body === undefined ? 'the operation takes no body; take it out' : 'the body is missing; show one',
    };
  }
};
