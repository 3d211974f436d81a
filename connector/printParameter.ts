import type { Parameter } from '../functions/runtime/operation.ts';
import type { PrintedParameter, SwaggerPart } from './printedParts.ts';
import { mustBeRequired } from './swaggerDefinitions.ts';

/** Outside bodies, items carry constraints only; what the designer shows belongs to the parameter. */
const printItems = (parameter: Parameter): SwaggerPart => {
  if (parameter.type !== 'array') return {};
  const items = Object.entries(parameter.items);
  const choices = items.filter(([key]) => key === 'x-ms-dynamic-values' || key === 'x-ms-dynamic-list');
  const constraints = items.filter(([key]) => !key.startsWith('x-ms-') && key !== 'description' && key !== 'title');
  return { ...Object.fromEntries(choices), items: Object.fromEntries(constraints), collectionFormat: 'csv' };
};

/** One path, query or header parameter as OpenAPI 2.0 and the designer's schema take it. */
export const printParameter = (name: string, parameter: Parameter): PrintedParameter => {
  const { in: place, title: _, ...schema } = parameter;
  const required = place === 'path' || parameter.required === true || mustBeRequired(parameter);
  return {
    name,
    in: place,
    ...schema,
    required,
    ...printItems(parameter),
    ...(place === 'path' && { 'x-ms-url-encoding': 'single' }),
  };
};
