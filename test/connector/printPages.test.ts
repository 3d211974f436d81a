import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSteps, readable } from '../../connector/flows/flowSteps.ts';
import { templates } from '../../connector/flows/templates.ts';
import { anchor } from '../../connector/markdown.ts';
import { variablesOf } from '../../connector/packaging/environmentVariables.ts';
import { printApiProperties } from '../../connector/printApiProperties.ts';
import { printDesigner } from '../../connector/printDesigner.ts';
import { printOperations } from '../../connector/printOperations.ts';
import { printPermissions } from '../../connector/printPermissions.ts';
import { printSettings } from '../../connector/printSettings.ts';
import { printTemplates } from '../../connector/printTemplates.ts';
import { operations } from '../../functions/index.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { settingGroups, settingRows } from '../../functions/settingsTable.ts';
import { assertGolden } from './assertGolden.ts';
import { listAlerts, listDlpPolicies, sampleOperations, updateAlert } from './sampleOperations.ts';
import { sampleTemplate } from './sampleTemplate.ts';
import { pollActivityFeed } from './sampleTimer.ts';

const folderOf = ({ path }: Operation<never>): string => path.split('/')[1] ?? '';

test('prints the reference of the samples as kept', async () => {
  await assertGolden('operations.md', printOperations(sampleOperations, folderOf));
});

test('prints what the designer shows of the samples as kept', async () => {
  await assertGolden('designer.md', printDesigner(sampleOperations, folderOf));
});

test('prints the guide to the sample flow as kept', async () => {
  await assertGolden('templates.md', printTemplates([sampleTemplate], sampleOperations));
});

test('describes no flow that calls what there is not', () => {
  assert.throws(
    () => printTemplates([sampleTemplate], [listAlerts]),
    /A flow calls UpdateAlert, which is no operation/,
  );
  const text = JSON.stringify(sampleTemplate).replaceAll('shared_teams', 'shared_faxes');
  assert.throws(
    () => printTemplates([JSON.parse(text)], sampleOperations),
    /what the connector shared_faxes is called/,
  );
});

test('describes every prebuilt flow, with every step, setting and connection', () => {
  const text = printTemplates(templates, operations);
  for (const template of templates) {
    const { definition, connectionReferences } = template.flow.properties;
    const [, own = ''] = text.split(`\n## ${template.name}\n`);
    const [section = ''] = own.split('\n## ');
    for (const { name } of listSteps(definition.actions)) assert.ok(section.includes(`**${readable(name)}**`), name);
    for (const { schemaName } of variablesOf(template))
      assert.ok(section.includes(`| \`${schemaName}\` |`), schemaName);
    for (const { connection } of Object.values(connectionReferences))
      assert.ok(section.includes(`| \`${connection.connectionReferenceLogicalName}\` |`));
    assert.equal(section.match(/subgraph /g)?.length ?? 0, section.match(/^ *end$/gm)?.length ?? 0);
  }
});

test('shows makers neither what is internal nor what is unlisted', () => {
  const text = printDesigner(sampleOperations, folderOf);
  const hidden = sampleOperations.filter(
    ({ audience, visibility }) => audience === 'unlisted' || visibility === 'internal',
  );
  assert.ok(hidden.length > 0);
  for (const { summary } of hidden) assert.ok(!text.includes(`### ${summary}\n`), summary);
  assert.doesNotMatch(text, /Callback URL/);
});

test('prints the permissions of the samples as kept', async () => {
  await assertGolden('permissions.md', printPermissions(sampleOperations, [pollActivityFeed]));
});

test('prints how the platform connects to the samples as kept', async () => {
  await assertGolden('apiProperties.json', printApiProperties(sampleOperations));
});

test('prints no policy that would apply to no operation of the connector', () => {
  const unlisted = { ...listAlerts, audience: 'unlisted' } as const;
  assert.deepEqual(JSON.parse(printApiProperties([updateAlert, unlisted])).properties.policyTemplateInstances, []);
});

test('keeps a long list of operation names on lines of their own', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ ...listAlerts, operationId: `ListAlerts${index}` }));
  const text = printApiProperties(many);
  assert.ok(text.split('\n').every((line) => line.length <= 120));
  const [{ parameters }] = JSON.parse(text).properties.policyTemplateInstances;
  assert.equal(parameters['x-ms-apimTemplate-operationName'].length, 20);
});

test('links within the reference lead to headings that are there', () => {
  const text = printOperations(sampleOperations, folderOf);
  const headings = new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading)));
  const targets = [...text.matchAll(/\]\((#[^)]*)\)/g)].map(([, target = '']) => target);
  assert.ok(targets.length > sampleOperations.length);
  for (const target of targets) assert.ok(headings.has(target), target);
});

test('keeps a table whole when a text holds a bar or a line end', () => {
  const description = 'One | two.\nThree.';
  const parameters = { name: { in: 'query', type: 'string', 'x-ms-summary': 'Name', description } } as const;
  assert.match(
    printOperations([{ ...listDlpPolicies, parameters }], folderOf),
    /\*\*Name\*\*\. One \\\| two\. Three\. \|/,
  );
});

test('says of a number with one bound which it is', () => {
  const parameters = {
    least: { in: 'query', type: 'integer', minimum: 3 },
    most: { in: 'query', type: 'integer', maximum: 9 },
  } as const;
  const text = printOperations([{ ...listDlpPolicies, parameters }], folderOf);
  assert.match(text, /`least` \| query: whole number, at least 3 \|/);
  assert.match(text, /`most` \| query: whole number, at most 9 \|/);
});

test('writes the address of an example as it is asked for', () => {
  const example = { ...updateAlert.example, parameters: { alertId: 'a/b c' } };
  assert.match(printOperations([{ ...updateAlert, example }], folderOf), /PATCH \/api\/alerts\/a%2Fb%20c\n/);
});

test('says how often a flow with a schedule begins', () => {
  const text = JSON.stringify(sampleTemplate);
  for (const [interval, span] of [
    [1, 'day'],
    [2, '2 days'],
  ] as const) {
    const trigger = `"recurrence":{"frequency":"Day","interval":${interval}},"description":"Runs once`;
    const scheduled = JSON.parse(text.replace('"description":"Runs once', () => trigger));
    assert.ok(printTemplates([scheduled], sampleOperations).includes(`Its recurrence: every ${span}.`));
  }
});

test('names every setting, what must be set, and what Azure sets by itself', () => {
  const text = printSettings(settingGroups);
  for (const name of Object.keys(settingRows)) assert.ok(text.includes(`| \`${name}\` |`), name);
  assert.match(text, /\| `ENTRA_TENANT_ID` \| GUID \| \*\*required\*\* \|/);
  assert.match(text, /\| `LEASE_SECONDS` \| whole number, 5 to 300 \| `15` \|/);
  assert.ok(text.indexOf('`WEBSITE_INSTANCE_ID`') > text.indexOf('## Set by Azure'));
});
