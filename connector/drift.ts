import { join } from 'node:path';
import { commandFlags } from './commandFlags.ts';
import { compareWithGraph } from './metadata/compareWithGraph.ts';
import { graphUses } from './metadata/graphUses.ts';

const usage = `npm run drift

Compares what the code uses of Microsoft Graph with Graph's live metadata. Exit code 1: drift, 2: nothing could be
compared. GRAPH_BASE_URL names another origin than https://graph.microsoft.com.`;

commandFlags(usage, {});

const origin = process.env.GRAPH_BASE_URL || 'https://graph.microsoft.com';
const uses = await graphUses(join(import.meta.dirname, '..'));
try {
  const { hasDrifted, report } = await compareWithGraph(uses, origin);
  console.log(report);
  if (hasDrifted) process.exitCode = 1;
} catch (error) {
  // Another exit code than drift: nothing was compared.
  const causes = error instanceof Error && error.cause instanceof Error ? [error, error.cause] : [error];
  const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  console.error(`The metadata of ${origin} could not be read: ${reasons.join(': ')}`);
  process.exitCode = 2;
}
