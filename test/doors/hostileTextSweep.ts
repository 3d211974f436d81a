import assert from 'node:assert/strict';
import type { Operation } from '../../functions/runtime/operation.ts';
import type { Schema } from '../../functions/runtime/schema.ts';
import type { BackEnd } from '../backEnd.ts';
import type { Existing } from '../existing.ts';
import type { Call } from '../sendCall.ts';
import { allOperations } from '../tableOfContents.ts';
import { hostileTexts } from './hostileTexts.ts';
import { type Findings, sweep } from './sweep.ts';

interface Place {
  readonly title: string;
  readonly put: (call: Call, text: string) => Call;
  /** A path names what is called: whatever the text is, there is no such thing. */
  readonly isPath: boolean;
}

const longestInAddress = 2_000;

const takesText = (schema: Schema): boolean =>
  schema.type === 'string' || (schema.type === 'array' && takesText(schema.items));

/** Every place of an operation's input that takes a text, free or not. */
function placesOf({ parameters, body }: Operation<never>): readonly Place[] {
  const ofParameters = Object.entries(parameters)
    .filter(([, parameter]) => takesText(parameter) && parameter.in !== 'header')
    .map(
      ([name, parameter]): Place => ({
        title: name,
        // A longer address is refused by the server itself, before it is anybody's.
        put: (call, text) => ({
          ...call,
          parameters: { ...call.parameters, [name]: text.slice(0, longestInAddress).toWellFormed() },
        }),
        isPath: parameter.in === 'path',
      }),
    );
  const ofBody = Object.entries(body?.properties ?? {})
    .filter(([, schema]) => takesText(schema))
    .map(
      ([name, schema]): Place => ({
        title: name,
        put: (call, text) => ({
          ...call,
          body: { ...Object(call.body), [name]: schema.type === 'array' ? [text] : text },
        }),
        isPath: false,
      }),
    );
  return [...ofParameters, ...ofBody];
}

/**
 * Whether the path leads to nothing at all: not so where its dots lead to another address, and where the first of two
 * steps only asks for an approval.
 */
const mustBeMissing = ({ body }: Operation<never>, { isPath }: Place, text: string): boolean =>
  isPath && text !== '..' && body?.properties.step === undefined;

/**
 * Well-formed texts that mean harm, in every place that takes a text, or each so manyth of them: whatever comes of it,
 * no operation breaks.
 */
export async function hostileTextSweep(
  backEnd: BackEnd,
  { callOf }: Existing,
  answers: string[],
  each = 1,
): Promise<Findings> {
  const places = allOperations.flatMap((operation) => placesOf(operation).map((place) => ({ operation, place })));
  const cases = places.flatMap((at, row) =>
    Object.entries(hostileTexts)
      .filter((_, column) => (row + column) % each === 0)
      .map(([what, text]) => ({ ...at, what, text })),
  );
  return sweep(
    cases,
    ({ operation, place, what }) => `${operation.operationId}, ${place.title} with ${what}`,
    async ({ operation, place, text }) => {
      const call = place.put(await callOf(operation), text);
      // Not traced: a URL parser makes another address of a segment of dots, which the server answers by itself.
      const answer = await backEnd.call(operation, call);
      answers.push(answer.text);
      assert.ok(answer.status < 500, `answered ${answer.status}: ${answer.text.slice(0, 400)}`);
      assert.ok(
        !mustBeMissing(operation, place, text) || answer.status >= 400,
        `answered ${answer.status} for another’s path`,
      );
    },
    8,
  );
}
