import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compareWithGraph } from '../../../connector/metadata/compareWithGraph.ts';
import { graphUses } from '../../../connector/metadata/graphUses.ts';
import { type Serving, serve } from '../../../sandbox/serve.ts';
import { bareEnvironment } from '../../bareEnvironment.ts';
import { runScript } from '../runScript.ts';
import { csdl } from './csdl.ts';
import { metadataOf } from './metadataOf.ts';

const uses = await graphUses(join(import.meta.dirname, '../../..'));
const complete = metadataOf(uses);

let answers: Readonly<Record<string, string>> = {};
let asked: (string | undefined)[] = [];
let graph: Serving;
before(async () => {
  graph = await serve({
    listener({ url, headers }, response) {
      asked.push(headers.authorization);
      const text = answers[url ?? ''];
      response.writeHead(text === undefined ? 503 : 200, { 'content-type': 'application/xml' }).end(text);
    },
  });
});
after(() => graph.close());

/** From now on Graph publishes this. */
const publish = (released?: string, beta?: string): void => {
  answers = {
    ...(released !== undefined && { '/v1.0/$metadata': released }),
    ...(beta !== undefined && { '/beta/$metadata': beta }),
  };
};

describe('the comparison with the metadata of Graph', () => {
  const compare = () => compareWithGraph(uses, graph.origin);

  test('finds no drift where Graph has all that is used, and asks without a token', async () => {
    publish(complete('v1.0'), complete('beta'));
    asked = [];
    const { hasDrifted, report } = await compare();
    assert.equal(hasDrifted, false, report);
    assert.match(report, /^Compared \d+ paths, \d+ properties and \d+ members of \d+ enumerations/);
    assert.match(report, /v1\.0: no drift\.\nbeta: no drift\./);
    assert.deepEqual(asked, [undefined, undefined]);
  });

  test('lists what either version does not have, with where it is used', async () => {
    publish(csdl(), complete('beta'));
    const released = await compare();
    assert.equal(released.hasDrifted, true);
    assert.match(released.report, /\/me\/joinedTeams: there is no me \(functions\/teams\/teamsOfGraph\.ts\)/);
    assert.match(
      released.report,
      /microsoft\.graph\.security\.alert: there is no property alertWebUrl \(functions\/alerts\/toAlert\.ts\)/,
    );
    assert.match(released.report, /\nbeta: no drift\./);
    publish(complete('v1.0'), csdl());
    const beta = await compare();
    assert.equal(beta.hasDrifted, true);
    assert.match(
      beta.report,
      /v1\.0: no drift\.\nbeta: \d+ that Graph does not have:\n {2}\/security\/dataSecurityAndGovernance\/policyFiles/,
    );
  });

  test('tells when beta paths have come to v1.0, and of no others', async () => {
    publish(complete('beta'), complete('beta'));
    const { hasDrifted, report } = await compare();
    assert.equal(hasDrifted, false);
    assert.deepEqual(report.split('\n').slice(1), [
      'v1.0: no drift.',
      'beta: no drift.',
      ...['dlpAlertEvent', 'dataSecurityAndGovernance/policyFiles'].map(
        (path) => `  /security/${path}: v1.0 has it now; write it with graphPath, and drop the setting.`,
      ),
    ]);
  });

  test('rejects what is no metadata', async () => {
    publish('<html></html>', complete('beta'));
    await assert.rejects(compare(), /This is not the metadata/);
  });
});

describe('npm run drift', () => {
  const drift = () => runScript(['connector/drift.ts'], { ...bareEnvironment, GRAPH_BASE_URL: graph.origin });

  test('prints the comparison, and fails when there is drift', async () => {
    publish(complete('v1.0'), csdl());
    const { code, stdout, stderr } = await drift();
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /^Compared [\s\S]*\nv1\.0: no drift\.\nbeta: \d+ that/);
  });

  test('says with a code of its own that nothing could be compared', async () => {
    publish();
    const { code, stdout, stderr } = await drift();
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /could not be read: .* answered 503/);
  });
});
