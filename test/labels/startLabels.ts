import { randomBytes } from 'node:crypto';
import { createMonitor, type LookAtMonitor } from '../../functions/integrations/sharePoint/monitor.ts';
import { createLabelOperations, type LabelOperationsOptions } from '../../functions/labels/labelOperations.ts';
import { labelsFor } from '../../functions/labels/labelsOfGraph.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { encryptionWith } from '../../functions/storage/encryption.ts';
import { localKeyRing } from '../../functions/storage/keyRing.ts';
import { startFiles } from '../integrations/sharePoint/startFiles.ts';

interface Options {
  readonly permissions?: readonly string[];
  readonly budgetMs?: number;
  readonly encryption?: LabelOperationsOptions['encryption'];
  readonly lookAtMonitor?: LookAtMonitor;
}

/** Contoso's labels and files, and what the label operations need; waits are as short as they can be. */
export async function startLabels({ budgetMs = 10_000, encryption, lookAtMonitor, ...options }: Options = {}) {
  const files = await startFiles(options);
  let timeMs = Date.now();
  const labelOperations = createLabelOperations({
    encryption: encryption ?? encryptionWith(localKeyRing([new Secret(randomBytes(32).toString('base64'))])),
    lookAtMonitor: lookAtMonitor ?? createMonitor(),
    graphOrigin: files.graph.origin,
    budgetMs,
    now: () => timeMs,
    sleep: async (waitMs) => {
      timeMs += waitMs;
    },
  });
  return { ...files, labelsFor: labelsFor(files.clients), labelOperations };
}
