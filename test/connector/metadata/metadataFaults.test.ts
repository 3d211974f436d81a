import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivedPaths } from '../../../connector/metadata/arrivedPaths.ts';
import type { GraphUses } from '../../../connector/metadata/graphUses.ts';
import { lostSegment, metadataFaults } from '../../../connector/metadata/metadataFaults.ts';
import { readMetadata } from '../../../connector/metadata/readMetadata.ts';
import { csdl } from './csdl.ts';

const metadata = readMetadata(csdl());
const file = 'functions/alerts/some.ts';
const none: GraphUses = { paths: [], properties: [], enums: [] };

test('follows a path through sets, keys, inherited members, actions and functions', () => {
  for (const path of [
    '/teams/{}',
    '/teams/{}/displayName',
    '/teams/{}/id',
    '/security/alerts_v2/{}/comments',
    '/security/alerts_v2/$count',
    '/security/runHuntingQuery',
    '/security/microsoft.graph.security.runHuntingQuery',
    '/security/alerts_v2/mine()/{}/severity',
  ]) {
    assert.equal(lostSegment(metadata, path), undefined, path);
  }
});

test('names the first segment that leads nowhere', () => {
  for (const [path, lost] of [
    ['/privacy/x', 'privacy'],
    ['/security/alerts/{}', 'alerts'],
    ['/security/{}', '{}'],
    ['/security/alerts_v2/severity', 'severity'],
    ['/security/summarise', 'summarise'],
    ['/security/alerts_v2/{}/mine', 'mine'],
    ['/teams/{}/channels/{}', 'channels'],
  ] as const) {
    assert.equal(lostSegment(metadata, path), lost, path);
  }
});

test('finds a property that its type does not have, own and inherited ones told apart from others', () => {
  const faults = (name: string, ...types: string[]) =>
    metadataFaults({ ...none, properties: [{ version: 'v1.0', name, types, file }] }, metadata, 'v1.0');
  const alert = 'microsoft.graph.security.alert';
  const team = 'microsoft.graph.team';
  assert.deepEqual(faults('severity', alert), []);
  assert.deepEqual(faults('id', alert), []);
  assert.deepEqual(faults('displayName', alert), [`${alert}: there is no property displayName (${file})`]);
  assert.deepEqual(faults('displayName', alert, team), []);
  assert.deepEqual(faults('displayName'), []);
  assert.deepEqual(faults('nickname'), [`nickname: no type has this property (${file})`]);
  assert.deepEqual(faults('id', alert, 'microsoft.graph.case'), [
    `microsoft.graph.case: there is no such type (${file})`,
  ]);
});

test('finds a member that its enumeration does not have, and leaves our own words and tables alone', () => {
  const enums = (...members: string[]) => ({ ...none, enums: [{ name: 'severities', members, file }] });
  const faults = (...members: string[]) => metadataFaults(enums(...members), metadata, 'v1.0');
  assert.deepEqual(faults('unknown', 'low', 'high'), []);
  assert.deepEqual(faults('low', 'medium', 'hihg'), [
    `severities: microsoft.graph.security.alertSeverity has no member hihg (${file})`,
  ]);
  assert.deepEqual(faults('ours', 'alone'), []);
  assert.deepEqual(metadataFaults(enums('low', 'medium', 'hihg'), metadata, 'beta'), [], 'told of v1.0 once');
});

test('looks at beta paths in beta only, tells when v1.0 has them, and knows what the metadata leaves out', () => {
  const path = '/security/labels';
  const uses: GraphUses = {
    ...none,
    paths: [{ version: 'beta', path, file }],
    properties: [{ version: 'beta', name: 'colour', types: [], file }],
  };
  assert.deepEqual(metadataFaults(uses, metadata, 'v1.0'), []);
  assert.deepEqual(metadataFaults(uses, metadata, 'beta'), [
    `${path}: there is no labels (${file})`,
    `colour: no type has this property (${file})`,
  ]);
  const known = [
    { kind: 'path', name: path, why: 'A test.' },
    { kind: 'property', name: 'colour', why: 'A test.' },
  ] as const;
  assert.deepEqual(metadataFaults(uses, metadata, 'beta', known), []);
  assert.deepEqual(arrivedPaths(uses, metadata), []);
  const grown = readMetadata(csdl({ extra: '<NavigationProperty Name="labels" Type="Collection(graph.team)" />' }));
  assert.deepEqual(arrivedPaths(uses, grown), [path]);
});

test('takes nothing for metadata that is none', () => {
  for (const text of ['', '{}', '<html></html>', '<edmx:Edmx><edmx:DataServices /></edmx:Edmx>']) {
    assert.throws(() => readMetadata(text), text);
  }
});
