import { idempotencyKey, type Operation } from '../functions/runtime/operation.ts';
import type { Schema } from '../functions/runtime/schema.ts';
import { type Group, groupOperations } from './groupOperations.ts';
import { anchor, generatedNote, link, page, table } from './markdown.ts';
import { successSchema } from './operationSchemas.ts';
import { mustBeRequired } from './swaggerDefinitions.ts';

interface Box {
  readonly label: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

const labelOf = (name: string, schema: Schema): string => schema['x-ms-summary'] ?? name;

/** The inputs of a body as single boxes; the designer lays objects out and shows a list as rows. */
function* bodyBoxes(schema: Schema, isRequiredAbove: boolean): Generator<Box> {
  if (!('properties' in schema)) return;
  for (const [name, property] of Object.entries(schema.properties)) {
    const isRequired = isRequiredAbove && (schema.required ?? []).includes(name);
    if ('properties' in property) yield* bodyBoxes(property, isRequired);
    else yield { label: labelOf(name, property), schema: property, isRequired };
  }
}

const boxesOf = ({ parameters, body, repeat }: Operation<never>): readonly Box[] => [
  ...Object.entries(parameters).map(([name, parameter]) => ({
    label: labelOf(name, parameter),
    schema: parameter,
    isRequired: parameter.in === 'path' || parameter.required === true || mustBeRequired(parameter),
  })),
  ...(body === undefined ? [] : bodyBoxes(body, true)),
  ...(repeat === 'key'
    ? [{ label: labelOf(idempotencyKey.name, idempotencyKey.schema), schema: idempotencyKey.schema, isRequired: false }]
    : []),
];

const describeInput = (schema: Schema): string => {
  if (schema.type === 'array') return `${describeInput(schema.items)}, one or more`;
  if (schema.type === 'boolean') return 'Yes or No';
  if (schema.type === 'string' && schema.enum !== undefined) return `list: ${schema.enum.join(', ')}`;
  if ('x-ms-dynamic-values' in schema && schema['x-ms-dynamic-values'] !== undefined) return 'list from your tenant';
  if (schema.type === 'object') return 'object';
  return schema.type === 'string' ? 'text' : 'number';
};

const describePreset = (schema: Schema): string => {
  if (!('default' in schema) || schema.default === undefined) return '';
  const preset = typeof schema.default === 'boolean' ? (schema.default ? 'Yes' : 'No') : schema.default;
  return `; ${preset} to begin with`;
};

const boxRow = ({ label, schema, isRequired }: Box): readonly string[] => [
  `${label}${isRequired ? ' \\*' : ''}`,
  `${describeInput(schema)}${describePreset(schema)}`,
  schema.description ?? '',
];

const printBoxes = (boxes: readonly Box[]): string =>
  boxes.length === 0 ? '' : table(['Box', 'Takes', 'Help'], boxes.map(boxRow));

/** Names of dynamic content; what stands within a list comes with a loop around the step that uses it. */
function* contentOf(schema: Schema, within: string): Generator<string> {
  if (schema.type === 'array') yield* contentOf(schema.items, within);
  if (!('properties' in schema)) return;
  for (const [name, property] of Object.entries(schema.properties)) {
    if (property['x-ms-visibility'] === 'internal') continue;
    const label = `${within}${labelOf(name, property)}`;
    yield property.type === 'array' ? `${label} (list)` : label;
    yield* contentOf(property, `${label} › `);
  }
}

const printContent = (operation: Operation<never>): string => {
  const { trigger } = operation;
  const schema = trigger?.mode === 'webhook' ? trigger.notification : successSchema(operation);
  const content = schema === undefined ? [] : [...contentOf(schema, '')];
  if (content.length === 0) return 'It gives no dynamic content.';
  return `<details><summary>Dynamic content: ${content.length} fields</summary>\n\n${content.map((name) => `- ${name}`).join('\n')}\n\n</details>`;
};

const printOperation = (operation: Operation<never>): readonly string[] => {
  const boxes = boxesOf(operation).filter(({ schema }) => schema['x-ms-visibility'] !== 'internal');
  const isAdvanced = ({ schema, isRequired }: Box): boolean => schema['x-ms-visibility'] === 'advanced' && !isRequired;
  return [
    `### ${operation.summary}`,
    operation.description,
    operation.trigger?.hint === undefined ? '' : `*${operation.trigger.hint}*`,
    boxes.length === 0 ? 'It asks for nothing.' : '',
    printBoxes(boxes.filter((box) => !isAdvanced(box))),
    boxes.some(isAdvanced) ? '**Show advanced options**' : '',
    printBoxes(boxes.filter(isAdvanced)),
    printContent(operation),
  ];
};

const printGroup = ({ title, operations }: Group): readonly string[] => [
  `## ${title}`,
  ...operations.flatMap(printOperation),
];

const printList = (title: string, operations: readonly Operation<never>[]): string =>
  `**${title}**\n\n${operations.map(({ summary }) => `- ${link(summary, anchor(summary))}`).join('\n')}`;

/** What the designer shows of the connector: the boxes of each trigger and action as makers meet them. */
export const printDesigner = (
  operations: readonly Operation<never>[],
  folderOf: (operation: Operation<never>) => string,
): string => {
  const shown = operations.filter(({ audience, visibility }) => audience === 'listed' && visibility !== 'internal');
  const triggers = shown.filter(({ trigger }) => trigger !== undefined);
  const actions = shown.filter(({ trigger }) => trigger === undefined);
  return page([
    generatedNote,
    '# In the designer',
    'What a maker sees after choosing Purview Response in Power Automate: the name of each trigger and action, the boxes to fill in (\\* must be), and the dynamic content that later steps can use. It is printed from the same objects as the connector; the designer itself has not been looked at here.',
    printList('Triggers', triggers),
    printList('Actions', actions),
    ...printGroup({ title: 'Triggers', operations: triggers }),
    ...groupOperations(actions, folderOf).flatMap(printGroup),
  ]);
};
