import type { Operation } from '../../functions/runtime/operation.ts';
import type { Schema } from '../../functions/runtime/schema.ts';
import { operationSchemas, successSchema } from '../operationSchemas.ts';
import { mustBeRequired } from '../swaggerDefinitions.ts';
import { schemaAt, walkSchema } from '../walkSchema.ts';
import type { Fault, Rule } from './rule.ts';

/** Both forms of a drop-down in the same words. */
interface Choices {
  readonly form: 'x-ms-dynamic-values' | 'x-ms-dynamic-list';
  readonly operationId: string;
  readonly collection: string;
  readonly fields: readonly string[];
  readonly supplied: readonly string[];
  /** Inputs of the asking operation that the choices depend on. */
  readonly references: readonly string[];
}

const readChoices = (schema: Schema): readonly Choices[] => {
  if (schema.type !== 'string') return [];
  const { 'x-ms-dynamic-values': values, 'x-ms-dynamic-list': list } = schema;
  const choices: Choices[] = [];
  if (values !== undefined) {
    const parameters = Object.entries(values.parameters ?? {});
    choices.push({
      form: 'x-ms-dynamic-values',
      operationId: values.operationId,
      collection: values['value-collection'],
      fields: [values['value-path'], values['value-title']],
      supplied: parameters.map(([name]) => name),
      references: parameters.flatMap(([, source]) => (typeof source === 'object' ? [source.parameter] : [])),
    });
  }
  if (list !== undefined) {
    const parameters = Object.entries(list.parameters ?? {});
    choices.push({
      form: 'x-ms-dynamic-list',
      operationId: list.operationId,
      collection: list.itemsPath,
      fields: [list.itemValuePath, list.itemTitlePath],
      supplied: parameters.map(([name]) => name),
      references: parameters.flatMap(([, source]) =>
        'parameterReference' in source ? [source.parameterReference] : [],
      ),
    });
  }
  return choices;
};

function* checkTarget(choices: Choices, target: Operation<never>): Generator<string> {
  if (target.pageable !== undefined) {
    yield `${target.operationId} is paged, and a drop-down shows its first page only; name an operation that answers all`;
  }
  const collection = schemaAt(successSchema(target), choices.collection);
  if (collection?.type !== 'array') {
    yield `${target.operationId} answers no array "${choices.collection}"; name the array property of its reply`;
  } else {
    for (const field of choices.fields) {
      if (schemaAt(collection.items, field) !== undefined) continue;
      yield `the items of "${choices.collection}" of ${target.operationId} have no "${field}"; name a property they have`;
    }
  }
  for (const name of choices.supplied) {
    if (target.parameters[name] !== undefined) continue;
    yield `${target.operationId} takes no parameter ${name}; take it out or correct its name`;
  }
  for (const [name, parameter] of Object.entries(target.parameters)) {
    const isNeeded = parameter.in === 'path' || parameter.required === true || mustBeRequired(parameter);
    if (isNeeded && !choices.supplied.includes(name)) {
      yield `${target.operationId} requires ${name}; supply it under parameters`;
    }
  }
}

/** The inputs that a reference can mean; the older form knows body properties by their bare names. */
const meanings = ({ form }: Choices, reference: string, { body, parameters }: Operation<never>): readonly Schema[] => {
  const [first = '', ...rest] = reference.split('/');
  const parameter = parameters[reference];
  if (form === 'x-ms-dynamic-list') {
    const property = first === 'body' && rest.length > 0 ? schemaAt(body, rest.join('/')) : undefined;
    return [parameter, property].filter((schema) => schema !== undefined);
  }
  const named =
    body === undefined ? [] : [...walkSchema(body)].filter(({ path }) => path.split('.').at(-1) === reference);
  return [...(parameter === undefined ? [] : [parameter]), ...named.map(({ schema }) => schema)];
};

function* checkReferences(choices: Choices, operation: Operation<never>): Generator<string> {
  for (const reference of choices.references) {
    const [schema, ...others] = meanings(choices, reference, operation);
    if (schema === undefined) {
      const spelling =
        choices.form === 'x-ms-dynamic-list'
          ? 'a parameter, or as body/name to a property'
          : 'an input by its bare name';
      yield `${choices.form} refers to "${reference}", which ${operation.operationId} does not have; refer to ${spelling}`;
    } else if (others.length > 0) {
      yield `${operation.operationId} has several inputs "${reference}"; rename one, or use x-ms-dynamic-list only`;
    } else if (schema['x-ms-visibility'] === 'internal') {
      yield `"${reference}" is internal, so nobody fills it in; pass a fixed value instead`;
    }
  }
}

function* checkSchemaChoices(schema: Schema, operation: Operation<never>, operations: readonly Operation<never>[]) {
  const [one, other] = readChoices(schema);
  if (one !== undefined && other === undefined && one.references.length > 0 && one.form === 'x-ms-dynamic-values') {
    yield 'choices that depend on another input need x-ms-dynamic-list beside x-ms-dynamic-values; add it';
  }
  if (one !== undefined && other !== undefined && one.operationId !== other.operationId) {
    yield `x-ms-dynamic-values asks ${one.operationId} and x-ms-dynamic-list asks ${other.operationId}; ask the same operation`;
  }
  for (const choices of [one, other]) {
    if (choices === undefined) continue;
    const target = operations.find(({ operationId }) => operationId === choices.operationId);
    if (target === undefined || target.audience === 'unlisted') {
      yield `${choices.form} names ${choices.operationId}, which is no operation of the connector; name a listed one`;
    } else {
      yield* checkTarget(choices, target);
    }
    yield* checkReferences(choices, operation);
  }
}

/** Drop-downs that the designer can fill: their operation exists, answers the named properties and is given its inputs. */
export const checkChoices: Rule = function* (operation, operations): Generator<Fault> {
  for (const used of operationSchemas(operation)) {
    for (const { path, schema } of walkSchema(used.schema, 'name' in used ? used.name : '')) {
      const place = `${operation.operationId}, ${used.use} ${path}`;
      for (const message of checkSchemaChoices(schema, operation, operations)) yield { place, message };
    }
  }
};
