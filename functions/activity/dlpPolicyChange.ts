import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { present } from '../integrations/vendorJson/present.ts';
import { read, recordsIn, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { textProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import type { AuditRecord } from './auditRecord.ts';

export const policyChanges = [
  'policyCreated',
  'policyChanged',
  'policyRemoved',
  'ruleCreated',
  'ruleChanged',
  'ruleRemoved',
] as const;
export const policyModes = ['Enable', 'Disable', 'TestWithNotifications', 'TestWithoutNotifications'] as const;

const changedPropertySchema = schema({
  title: 'ChangedProperty',
  type: 'object',
  properties: {
    property: textProperty('Property', 'What was set, such as Mode.'),
    before: textProperty('Before', 'What it was; left out where the record does not say so.'),
    after: textProperty('After', 'What it is now; left out for a switch such as Force, which has no value.'),
  },
  required: ['property'],
});

/** A change of a DLP policy or of one of its rules, in flow makers' words. */
export const dlpPolicyChangeSchema = schema({
  title: 'DlpPolicyChange',
  'x-ms-summary': 'Policy Change',
  type: 'object',
  description: 'A data loss prevention policy, or one of its rules, that somebody made, changed or removed.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the audit record.'),
    operation: textProperty('Operation', 'The command that was run, such as Set-DlpCompliancePolicy.'),
    occurredAt: timeProperty('Policy Changed At', 'When it was done, in UTC.'),
    userPrincipalName: textProperty('User Principal Name', 'Who did it.'),
    change: {
      type: 'string',
      enum: policyChanges,
      'x-ms-summary': 'Policy Change Kind',
      description: 'Whether a policy or a rule was made, changed or removed.',
    },
    policyName: textProperty('Policy', 'The policy, by the name or id that the record gives it.'),
    ruleName: textProperty('Rule', 'The rule, by the name or id that the record gives it.'),
    mode: {
      type: 'string',
      enum: policyModes,
      'x-ms-summary': 'Mode',
      description: 'The mode that the policy was set to, where the change set one.',
    },
    result: textProperty('Result', 'Whether it succeeded, where the service says so.'),
    changes: {
      type: 'array',
      items: changedPropertySchema,
      'x-ms-summary': 'Changes',
      description: 'What was set, and what it was before where the record says so.',
    },
  },
  required: ['recordId', 'operation', 'occurredAt', 'change'],
});

export type DlpPolicyChange = Infer<typeof dlpPolicyChangeSchema>;
type Changed = Infer<typeof changedPropertySchema>;

const verbs = new Map([
  ['new', 'Created'],
  ['set', 'Changed'],
  ['enable', 'Changed'],
  ['disable', 'Changed'],
  ['remove', 'Removed'],
]);

/** What a command of Security & Compliance PowerShell does to DLP policies; undefined for other commands. */
export function policyChangeOf(operation: string): DlpPolicyChange['change'] | undefined {
  const [, verb = '', noun = ''] = /^(\w+)-DlpCompliance(Policy|Rule)(?:V2)?$/i.exec(operation) ?? [];
  const done = verbs.get(verb.toLowerCase());
  return policyChanges.find((change) => change === `${noun.toLowerCase()}${done}`);
}

const modified = {
  property: text('Name'),
  displayName: text('DisplayName'),
  before: text('OldValue'),
  after: text('NewValue'),
};
const parameter = { property: text('Name'), after: text('Value') };

/** Maps a record of such a command. */
export function toDlpPolicyChange(
  record: VendorFields,
  audit: AuditRecord,
  change: DlpPolicyChange['change'],
): DlpPolicyChange {
  const given = parametersOf(record);
  const givenFor = (...names: readonly string[]): string | undefined =>
    given.find(({ property }) => names.includes(property.toLowerCase()))?.after;
  const identity = lastSegment(audit.objectId ?? givenFor('identity') ?? givenFor('name'));
  const isRule = change.startsWith('rule');
  const mode = givenFor('mode')?.toLowerCase();
  const changes = changesOf(record, given);
  const { recordId, operation, occurredAt, userPrincipalName, result } = audit;
  return present({
    recordId,
    operation,
    occurredAt,
    userPrincipalName,
    change,
    policyName: isRule ? givenFor('policy', 'parentpolicyname') : identity,
    ruleName: isRule ? identity : undefined,
    mode: policyModes.find((known) => known.toLowerCase() === mode),
    result,
    changes: changes.length > 0 ? changes : undefined,
  });
}

/** What the record says of a property's old and new value comes before what the command was merely given. */
function changesOf(record: VendorFields, given: readonly Changed[]): Changed[] {
  const told = (recordsIn(record.ModifiedProperties) ?? [])
    .map((change) => read(modified, change))
    .flatMap(({ property, displayName, ...values }) => {
      const name = property ?? displayName;
      return name === undefined ? [] : [{ property: name, ...values }];
    });
  const names = new Set(['identity', ...told.map(({ property }) => property.toLowerCase())]);
  return [...told, ...given.filter(({ property }) => !names.has(property.toLowerCase()))];
}

/**
 * Parameters come as a list of names and values, or as the text of a command line. The second property may repeat what
 * the first one holds, with names blotted out.
 */
function parametersOf({ Parameters: parameters, NonPIIParameters: more }: VendorFields): Changed[] {
  const given = [parameters, more].flatMap((value) => {
    if (typeof value === 'string') return commandLine(boundedText(value));
    return (recordsIn(value) ?? [])
      .map((item) => read(parameter, item))
      .flatMap(({ property, after }) => (property === undefined ? [] : [present({ property, after })]));
  });
  const byName = Map.groupBy(given, ({ property }) => property.toLowerCase());
  return [...byName.values()].flatMap(([first]) => first ?? []);
}

/** A switch such as -Force has no value; a value that looks like a parameter stands in quotation marks. */
function commandLine(line: string): Changed[] {
  const parameters = /(?<!\w)-([a-z]\w*)(?::\s*|\s+|$)(?:"([^"]*)"|'([^']*)'|(?!-[a-z])(\S+))?/gi;
  return [...line.matchAll(parameters)].map(([, property = '', ...values]) =>
    present({ property, after: values.find((value) => value !== undefined) }),
  );
}

const lastSegment = (path: string | undefined): string | undefined => path?.split(/[\\/]/).at(-1);
