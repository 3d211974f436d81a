import { idempotencyKey, type Operation, type Parameter } from '../functions/runtime/operation.ts';
import type { Schema } from '../functions/runtime/schema.ts';
import { describeField, describeProperties, describeType, shapeHeading, sharedSchemas } from './describeSchema.ts';
import { type Group, groupOperations } from './groupOperations.ts';
import { anchor, code, codeList, generatedNote, link, page, table } from './markdown.ts';
import { operationSchemas } from './operationSchemas.ts';
import { printExample } from './printExample.ts';

const fieldHeader = ['Field', 'Type', 'Required', 'Meaning'];

const describeKind = ({ trigger, audience }: Operation<never>): string => {
  if (audience === 'unlisted') return 'not in the connector';
  return trigger === undefined ? 'action' : `${trigger.mode} trigger`;
};

const describeCallers = ({ access }: Operation<never>): string => {
  if (access === 'public') return 'anybody; no token is looked at';
  if (access === 'link') return 'whoever holds the address';
  return `${access.callers} with the role ${code(access.role)}`;
};

const describePermissions = ({ graph: { delegated = [], application = [] } }: Operation<never>): string =>
  [
    ...(delegated.length > 0 ? [`delegated ${codeList(delegated)}`] : []),
    ...(application.length > 0 ? [`application ${codeList(application)}`] : []),
  ].join('; ') || 'none';

const describeRequirements = (requirements: NonNullable<Operation<never>['requires']>): string =>
  requirements
    .map(({ kind, name, howTo }) => `${kind} ${kind === 'setting' ? code(name) : name}: ${howTo}`)
    .join('<br>');

const parameterRow = ([name, parameter]: readonly [string, Parameter]): readonly string[] => {
  const isRequired = parameter.in === 'path' || parameter.required === true;
  return [code(name), `${parameter.in}: ${describeType(parameter)}`, isRequired ? 'yes' : '', describeField(parameter)];
};

const printParameters = ({ parameters, repeat }: Operation<never>): string => {
  const key: readonly [string, Parameter] = [idempotencyKey.name, { in: 'header', ...idempotencyKey.schema }];
  const rows = [...Object.entries(parameters), ...(repeat === 'key' ? [key] : [])].map(parameterRow);
  return rows.length === 0 ? '' : `**Parameters**\n\n${table(['Name', 'Type', 'Required', 'Meaning'], rows)}`;
};

const printSchema = (label: string, schema: Schema | undefined): string => {
  if (schema === undefined) return label;
  const rows = schema.title === undefined ? describeProperties(schema) : [];
  return rows.length === 0 ? `${label} ${describeType(schema)}` : `${label}\n\n${table(fieldHeader, rows)}`;
};

const printReplies = ({ responses }: Operation<never>): readonly string[] =>
  Object.entries(responses).map(([status, { description, headers = {}, schema }]) => {
    const names = Object.keys(headers);
    const sent = names.length > 0 ? ` Headers: ${codeList(names)}.` : '';
    return printSchema(`**Reply ${status}** ${description}${sent}`, schema);
  });

const printOperation = (operation: Operation<never>): readonly string[] => [
  `### ${operation.summary}`,
  operation.description,
  table(
    ['', ''],
    [
      ['Operation', `${code(operation.operationId)}, ${describeKind(operation)}`],
      ['Address', code(`${operation.method} /api${operation.path}`)],
      ['Callers', describeCallers(operation)],
      ['Graph permissions', describePermissions(operation)],
      ...(operation.requires === undefined ? [] : [['Needs besides', describeRequirements(operation.requires)]]),
    ],
  ),
  operation.trigger?.hint ?? '',
  printParameters(operation),
  operation.body === undefined ? '' : printSchema('**Body**', operation.body),
  ...printReplies(operation),
  operation.trigger?.mode === 'webhook' ? printSchema('**Delivers**', operation.trigger.notification) : '',
  '**Example**',
  printExample(operation),
];

const printContents = ({ title, operations }: Group): string =>
  `**${link(title, anchor(title))}**\n\n${table(
    ['Name in the designer', 'Operation', 'Kind', 'Role'],
    operations.map((operation) => [
      link(operation.summary, anchor(operation.summary)),
      code(operation.operationId),
      describeKind(operation),
      typeof operation.access === 'object' ? code(operation.access.role) : operation.access,
    ]),
  )}`;

const printShapes = (operations: readonly Operation<never>[]): readonly string[] => {
  const used = operations.flatMap(operationSchemas).flatMap(({ schema }) => sharedSchemas(schema));
  const shapes = [...new Map(used)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (shapes.length === 0) return [];
  return [
    '## Shapes',
    'Objects that several operations share.',
    ...shapes.flatMap(([title, schema]) => [
      `### ${shapeHeading(title)}`,
      schema.description ?? '',
      table(fieldHeader, describeProperties(schema)),
    ]),
  ];
};

/** The reference of all operations, by feature; the unlisted ones are marked as not in the connector. */
export const printOperations = (
  operations: readonly Operation<never>[],
  folderOf: (operation: Operation<never>) => string,
): string => {
  const groups = groupOperations(operations, folderOf);
  return page([
    generatedNote,
    '# Operations',
    'Every trigger and action of the connector, and the addresses of the back end besides. What a field is called in the designer stands in bold.',
    ...groups.map(printContents),
    ...groups.flatMap((group) => [`## ${group.title}`, ...group.operations.flatMap(printOperation)]),
    ...printShapes(operations),
  ]);
};
