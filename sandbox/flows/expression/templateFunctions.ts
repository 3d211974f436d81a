import { collectionFunctions } from './collectionFunctions.ts';
import { conversionFunctions } from './conversionFunctions.ts';
import { dateFunctions } from './dateFunctions.ts';
import { logicalFunctions } from './logicalFunctions.ts';
import { mathFunctions } from './mathFunctions.ts';
import { objectFunctions } from './objectFunctions.ts';
import type { Call } from './parseExpression.ts';
import { stringFunctions } from './stringFunctions.ts';
import { seeUsage, TemplateError } from './templateError.ts';
import type { TemplateFunction } from './templateFunction.ts';
import { unsupportedFunctions } from './unsupportedFunctions.ts';
import { workflowFunctions } from './workflowFunctions.ts';

const functions = new Map(
  [
    ...stringFunctions,
    ...collectionFunctions,
    ...logicalFunctions,
    ...conversionFunctions,
    ...mathFunctions,
    ...dateFunctions,
    ...objectFunctions,
    ...workflowFunctions,
  ].map((definition) => [definition.name.toLowerCase(), definition]),
);

/** The function that a call names, whatever its case; throws when there is none or the number of arguments is wrong. */
export function functionOf(call: Call): TemplateFunction {
  const definition = functions.get(call.name.toLowerCase());
  if (!definition) {
    const fault = unsupportedFunctions.has(call.name.toLowerCase()) ? 'supported here' : 'defined or not valid';
    throw new TemplateError(`The template language function '${call.name}' is not ${fault}.`);
  }
  const [least, most] = definition.takes;
  const given = call.arguments.length;
  if (given < least || given > most) {
    throw new TemplateError(
      `The template language function '${definition.name}' expects ${expectation(least, most)}. The function was invoked with '${given}' parameter(s). ${seeUsage(definition.name)}`,
    );
  }
  return definition;
}

function expectation(least: number, most: number): string {
  if (most === Infinity) return `at least '${least}' parameter(s)`;
  return least === most ? `exactly '${least}' parameter(s)` : `between '${least}' and '${most}' parameters`;
}
