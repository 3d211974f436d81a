import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { type Template, templates } from '../../../connector/flows/templates.ts';
import { componentId } from '../../../connector/packaging/componentId.ts';
import type { Environment } from '../../../connector/packaging/environment.ts';
import { allVariables } from '../../../connector/packaging/environmentVariables.ts';
import { packagesOf } from '../../../connector/packaging/packagesOf.ts';
import { zipFiles } from '../../../connector/packaging/zipFiles.ts';
import { product } from '../../../connector/product.ts';
import { partsOfCard } from '../../../sandbox/connectors/partsOfCard.ts';

const environment: Environment = {
  host: 'purview.contoso.example',
  tenantId: '11111111-1111-4111-8111-111111111111',
  apiClientId: '22222222-2222-4222-8222-222222222222',
  connectorClientId: '33333333-3333-4333-8333-333333333333',
  connectorInternalId: 'shared_purview-5fpurviewresponse-5f0123456789abcdef',
  environmentVariables: { purview_TeamId: '44444444-4444-4444-8444-444444444444' },
  connections: { purview_purviewresponse: 'the id of a connection' },
};

type Files = Readonly<Record<string, string>>;
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });
const listOf = <T>(value: T | T[] | undefined): T[] => [value ?? []].flat() as T[];

const folder = join(import.meta.dirname, '../../../connector');
let packages: Readonly<Record<string, string | Uint8Array>>;
const pack = async ({ environment: target = environment, templates: flows = templates, version = '1.2.3' } = {}) =>
  packagesOf({
    connector: {
      definition: await readFile(join(folder, 'apiDefinition.swagger.json'), 'utf8'),
      properties: await readFile(join(folder, 'apiProperties.json'), 'utf8'),
      icon: await readFile(join(folder, 'icon.png')),
    },
    templates: flows,
    environment: target,
    version,
  });
const unzip = (name: string): Files => {
  const zip = packages[name];
  assert.ok(zip instanceof Uint8Array, `${name} is packed`);
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)]));
};
before(async () => {
  packages = await pack();
});

const zips = ['Connector', 'Flows'].flatMap((solution) =>
  ['', '_managed'].map((kind) => `PurviewResponse${solution}_1_2_3${kind}.zip`),
);

test('packs both solutions in both kinds, and the deployment settings', () => {
  const files = ['apiDefinition.swagger.json', 'apiProperties.json', 'icon.png'].map((file) => `connector/${file}`);
  assert.deepEqual(Object.keys(packages).sort(), ['deploymentSettings.json', ...files, ...zips].sort());
});

test('packs the same files to the same bytes', async () => {
  assert.deepEqual(await pack(), packages);
});

for (const name of zips) {
  describe(name, () => {
    let files: Files;
    before(() => {
      files = unzip(name);
    });

    test('has well-formed XML and JSON only', () => {
      for (const [path, text] of Object.entries(files)) {
        if (path.endsWith('.xml')) assert.equal(XMLValidator.validate(text), true, path);
        if (path.endsWith('.json')) JSON.parse(text);
      }
    });

    test('says what kind it is, and its version in four parts', () => {
      const { SolutionManifest: manifest } = parser.parse(files['solution.xml'] ?? '').ImportExportXml;
      assert.equal(manifest.Version, '1.2.3.0');
      assert.equal(manifest.Managed, name.includes('_managed') ? '1' : '0');
      assert.equal(manifest.Publisher.CustomizationPrefix, 'purview');
    });

    test('lists as root components what it carries, under the same ids', () => {
      const roots = listOf<Record<string, string>>(
        parser.parse(files['solution.xml'] ?? '').ImportExportXml.SolutionManifest.RootComponents.RootComponent,
      );
      const { Workflows, Connectors } = parser.parse(files['customizations.xml'] ?? '').ImportExportXml;
      const carried = [
        ...listOf<Record<string, string>>(Workflows.Workflow).map((flow) => `29 ${flow['@WorkflowId']}`),
        ...listOf<Record<string, string>>(Connectors.Connector).map(
          ({ connectorid, name: schemaName }) => `372 {${connectorid}} ${schemaName}`,
        ),
        ...Object.keys(files).flatMap((path) => {
          const [first, schemaName] = path.split('/');
          return first === 'environmentvariabledefinitions' ? [`380 ${schemaName}`] : [];
        }),
      ];
      const listed = roots.map((root) => [root['@type'], root['@id'], root['@schemaName']].filter(Boolean).join(' '));
      assert.deepEqual(listed.sort(), carried.sort());
    });

    test('has every file that its customizations name, and no other', () => {
      const text = files['customizations.xml'] ?? '';
      const named = [...text.matchAll(/>\/((?:Connector|Workflows)\/[^<]+)</g)].map(([, path]) => path);
      const present = Object.keys(files).filter((path) => /^(Connector|Workflows)\//.test(path));
      assert.deepEqual(named.sort(), present.sort());
    });

    test('carries no placeholder, no secret and no callback address', () => {
      for (const [path, text] of Object.entries(files)) {
        for (const placeholder of [product.host, product.apiClientId, product.connectorClientId])
          assert.ok(!text.includes(placeholder), `${path} has ${placeholder}`);
        assert.doesNotMatch(text, /[?&]sig=|clientSecret"\s*:\s*"[^"]/i, path);
      }
    });
  });
}

test('sends makers’ tokens to the host of the environment only', () => {
  const files = unzip('PurviewResponseConnector_1_2_3.zip');
  const definition = JSON.parse(files['Connector/purview_purviewresponse_openapidefinition.json'] ?? '');
  assert.equal(definition.host, environment.host);
  const { token } = JSON.parse(files['Connector/purview_purviewresponse_connectionparameters.json'] ?? '');
  assert.equal(token.oAuthSettings.redirectMode, 'GlobalPerConnector');
  assert.equal(token.oAuthSettings.clientId, environment.connectorClientId);
  assert.equal(token.oAuthSettings.customParameters.resourceUri.value, `api://${environment.apiClientId}`);
  assert.equal(token.oAuthSettings.customParameters.tenantId.value, environment.tenantId);
  assert.doesNotMatch(files['Connector/purview_purviewresponse_policytemplateinstances.json'] ?? '', /dynamichosturl/);
});

test('stamps the internal id of the connector into flows and connection references', () => {
  const files = unzip('PurviewResponseFlows_1_2_3.zip');
  const internal = `/providers/Microsoft.PowerApps/apis/${environment.connectorInternalId}`;
  for (const [path, text] of Object.entries(files)) {
    assert.ok(!text.includes('apis/shared_purviewresponse"'), path);
    assert.ok(!text.includes('"name": "shared_purviewresponse"'), path);
  }
  const { connectionreferences } = parser.parse(files['customizations.xml'] ?? '').ImportExportXml;
  const own = listOf<Record<string, unknown>>(connectionreferences.connectionreference).find(
    (reference) => reference['@connectionreferencelogicalname'] === 'purview_purviewresponse',
  );
  assert.equal(own?.connectorid, internal);
  const connector = parser.parse(unzip('PurviewResponseConnector_1_2_3.zip')['customizations.xml'] ?? '');
  const { connectorid } = connector.ImportExportXml.Connectors.Connector;
  assert.deepEqual(own?.customconnectorid, { connectorid });
});

test('carries each flow turned off, and each environment variable as required unless it has a default', () => {
  const files = unzip('PurviewResponseFlows_1_2_3.zip');
  const { Workflows } = parser.parse(files['customizations.xml'] ?? '').ImportExportXml;
  assert.deepEqual(
    listOf<Record<string, string>>(Workflows.Workflow).map(({ StateCode, StatusCode }) => [StateCode, StatusCode]),
    templates.map(() => ['0', '1']),
  );
  const variables = allVariables(templates);
  assert.ok(variables.some(({ defaultValue }) => defaultValue === undefined));
  for (const { schemaName, type, defaultValue } of variables) {
    const file = `environmentvariabledefinitions/${schemaName}/environmentvariabledefinition.xml`;
    const { environmentvariabledefinition: written } = parser.parse(files[file] ?? '');
    assert.equal(written.isrequired, defaultValue === undefined ? '1' : '0', schemaName);
    assert.equal(written.defaultvalue, defaultValue === undefined ? undefined : String(defaultValue), schemaName);
    assert.equal(written.type, { String: '100000000', Int: '100000001', Float: '100000001', Bool: '100000002' }[type]);
  }
});

test('declares a connection reference for every connection that a flow uses', () => {
  const files = unzip('PurviewResponseFlows_1_2_3.zip');
  for (const { id, flow } of templates)
    for (const { connection } of Object.values(flow.properties.connectionReferences))
      assert.ok(
        files['customizations.xml']?.includes(
          `connectionreferencelogicalname="${connection.connectionReferenceLogicalName}"`,
        ),
        id,
      );
});

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format */
test('lets no text from outside stand where Teams reads Markdown in a card', () => {
  for (const { id, flow } of templates)
    for (const part of partsOfCard(JSON.parse(JSON.stringify(flow)))) {
      if (part.type !== 'TextBlock' && part.type !== 'FactSet') continue;
      const [told] = JSON.stringify(part).match(/\?\['(?!isTest'|body\/sharing\/linkKind')[^']+'\]/) ?? [];
      assert.equal(told, undefined, id);
    }
});

test('writes deployment settings with the values of the environment, and without what is still to be said', () => {
  const settings = JSON.parse(String(packages['deploymentSettings.json']));
  const valueIn = (name: string) =>
    settings.EnvironmentVariables.find(({ SchemaName }: { SchemaName: string }) => SchemaName === name)?.Value;
  assert.equal(valueIn('purview_TeamId'), environment.environmentVariables.purview_TeamId);
  assert.equal(valueIn('purview_MinimumSeverity'), 'medium');
  assert.equal(valueIn('purview_ChannelId'), undefined);
  assert.equal(settings.ConnectionReferences.length, 1);
  assert.ok(
    settings.ConnectionReferences.some(
      (reference: Record<string, string>) =>
        reference.LogicalName === 'purview_purviewresponse' &&
        reference.ConnectionId === 'the id of a connection' &&
        reference.ConnectorId === `/providers/Microsoft.PowerApps/apis/${environment.connectorInternalId}`,
    ),
  );
});

const [first = assert.fail()] = templates;
/** A flow like the first, after a change of its text. */
const changed = (from: string, to: string): Template => {
  const text = JSON.stringify(first);
  assert.ok(text.includes(from), from);
  return { ...JSON.parse(text.replaceAll(from, to)), id: 'changed' };
};
const refused: readonly (readonly [what: string, packed: Parameters<typeof pack>[0], message: RegExp])[] = [
  [
    'flows that take one connection for two connectors',
    { templates: [first, changed('"name":"shared_purviewresponse"', '"name":"shared_teams"')] },
    /^Error: changed: purview_purviewresponse is a connection of shared_purviewresponse in another flow/,
  ],
  [
    'flows that say different things of one environment variable',
    { templates: [first, changed('"defaultValue":"medium"', '"defaultValue":"high"')] },
    /^Error: changed: purview_MinimumSeverity is not what another flow says it is/,
  ],
  [
    'a parameter that does not end in its schema name',
    { templates: [changed('(purview_TeamId)', '(purview_Team)')] },
    /^Error: changed: the parameter ".* \(purview_Team\)" must be called "Display name \(purview_TeamId\)"/,
  ],
  ['a version that Dataverse cannot count on', { version: '1.2' }, /version 1\.2 is not of the form 1\.2\.3/],
];
for (const [what, packed, message] of refused) test(`refuses ${what}`, () => assert.rejects(pack(packed), message));

test('zips to the same bytes whatever the order', () => {
  const [one, other] = [
    { a: '1', b: '2' },
    { b: '2', a: '1' },
  ];
  assert.deepEqual(zipFiles(one), zipFiles(other));
});

test('tells a flow and a connector of one name apart by their ids, which stay the same', () => {
  assert.notEqual(componentId('flow', 'one'), componentId('connector', 'one'));
  assert.equal(componentId('flow', 'one'), 'ae092eed-f19a-55eb-8012-5e0add4af8ce');
});
