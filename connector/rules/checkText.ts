import type { Operation } from '../../functions/runtime/operation.ts';
import type { Schema } from '../../functions/runtime/schema.ts';
import { hasPlainCharacters, isSentence, isTitleCase, saysMoreThan } from '../designerText.ts';
import { operationSchemas } from '../operationSchemas.ts';
import { walkSchema } from '../walkSchema.ts';
import type { Fault, Rule } from './rule.ts';

const longestSummary = 80;

function* checkSummary(operation: Operation<never>): Generator<Fault> {
  const { operationId: place, summary, trigger } = operation;
  if (summary.length === 0 || summary.length > longestSummary) {
    yield { place, message: `the summary has ${summary.length} characters; write 1 to ${longestSummary}` };
  }
  if (summary.length > 0 && !hasPlainCharacters(summary)) {
    yield { place, message: "the summary may hold letters, digits, spaces and ( ) - ' , : only; take the others out" };
  }
  if (trigger !== undefined && !summary.startsWith('When ')) {
    yield { place, message: 'a trigger’s summary reads "When …"; begin it with "When "' };
  }
  if (trigger === undefined && summary.startsWith('When ')) {
    yield { place, message: '"When …" names a trigger; begin the summary of an action with a verb' };
  }
  if (trigger === undefined && / (an?|the) /i.test(summary)) {
    yield {
      place,
      message: 'the summary has an article; write it like "Get alert", so that a list of actions reads as one',
    };
  }
}

function* checkDescription(operation: Operation<never>): Generator<Fault> {
  const { operationId: place, summary, description, trigger } = operation;
  if (!isSentence(description)) {
    yield { place, message: 'the description is not a sentence; begin it with a capital and end it with a full stop' };
  }
  if (!saysMoreThan(description, summary)) {
    yield { place, message: 'the description repeats the summary; say what the summary leaves out' };
  }
  if (trigger !== undefined && !description.startsWith('This operation triggers when ')) {
    yield { place, message: 'a trigger’s description begins with "This operation triggers when "; reword it' };
  }
}

function* checkLabel(place: string, schema: Schema): Generator<Fault> {
  const label = schema['x-ms-summary'];
  if (label === undefined || label === '') {
    yield { place, message: 'x-ms-summary is missing; add the label that the designer shows, in Title Case' };
    return;
  }
  if (!isTitleCase(label))
    yield { place, message: `x-ms-summary "${label}" is not in Title Case; capitalise its words` };
  if (label.length > longestSummary || !hasPlainCharacters(label)) {
    yield {
      place,
      message: `x-ms-summary "${label}" is over ${longestSummary} characters or holds others than letters, digits, spaces and ( ) - ' , :; shorten or reword it`,
    };
  }
  if (schema.description !== undefined && !saysMoreThan(schema.description, label)) {
    yield { place, message: 'the description repeats x-ms-summary; say what it leaves out' };
  }
}

function* checkSchemaText(operation: Operation<never>): Generator<Fault> {
  for (const used of operationSchemas(operation)) {
    const isInput = used.use === 'parameter' || used.use === 'body';
    const where = `${operation.operationId}, ${used.use}${'status' in used ? ` ${used.status}` : ''}`;
    for (const { path, schema, property } of walkSchema(used.schema, used.use === 'parameter' ? used.name : '')) {
      const place = path === '' ? where : `${where} ${path}`;
      const isLabelled = property !== undefined || (used.use === 'parameter' && path === used.name);
      if (isLabelled) yield* checkLabel(place, schema);
      if (isLabelled && isInput && schema.description === undefined) {
        yield { place, message: 'the description is missing; say in a sentence what to enter' };
      }
      if (schema.description !== undefined && !isSentence(schema.description)) {
        yield {
          place,
          message: 'the description is not a sentence; begin it with a capital and end it with a full stop',
        };
      }
    }
  }
}

function* checkResponseText(operation: Operation<never>): Generator<Fault> {
  for (const [status, { description }] of Object.entries(operation.responses)) {
    if (isSentence(description)) continue;
    const place = `${operation.operationId}, reply ${status}`;
    yield { place, message: 'the description is not a sentence; begin it with a capital and end it with a full stop' };
  }
}

/** The words that makers read: certification's rules for names, descriptions and labels. */
export const checkText: Rule = function* (operation) {
  yield* checkSummary(operation);
  yield* checkDescription(operation);
  yield* checkSchemaText(operation);
  yield* checkResponseText(operation);
};
