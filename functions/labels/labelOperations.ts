import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import { type LookAtMonitor, monitorAddress, type Progress } from '../integrations/sharePoint/monitor.ts';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { Secret } from '../runtime/secret.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { Encryption } from '../storage/encryption.ts';

/** A change of a label that SharePoint is about to carry out. */
export interface LabelOperation {
  readonly file: Pick<FileItem, 'name' | 'driveId' | 'itemId'>;
  /** Undefined: the label is taken off. */
  readonly labelId: string | undefined;
  /** ISO-8601 UTC. */
  readonly startedAt: string;
  /** Undefined when the service named none that we would call. */
  readonly monitor: Secret | undefined;
}

interface Begun {
  readonly file: FileItem;
  readonly labelId: string | undefined;
  /** Where the service says that the change can be followed. */
  readonly location: string | undefined;
}

/** Knows changes of labels again by ids that hold all there is to know, sealed for the one who started them. */
export interface LabelOperations {
  /** A change that was just asked for. */
  begun(change: Begun): LabelOperation;
  idOf(caller: Caller, operation: LabelOperation): Promise<string>;
  /** Somebody else's is as unknown as one that never was. */
  read(caller: Caller, operationId: string): Promise<LabelOperation>;
  look(operation: LabelOperation): Promise<Progress>;
  /** Looks again and again until it has ended or the time that a call may wait is over. */
  follow(operation: LabelOperation): Promise<Progress>;
}

export interface LabelOperationsOptions {
  readonly encryption: Pick<Encryption, 'seal' | 'open'>;
  readonly lookAtMonitor: LookAtMonitor;
  /** Where Graph is: monitors may be there, too. */
  readonly graphOrigin: string;
  /** How long a call waits for the end. */
  readonly budgetMs: number;
  readonly now?: () => number;
  readonly sleep?: (waitMs: number) => Promise<void>;
}

const firstWaitMs = 250;
const longestWaitMs = 5_000;
/** Ids travel in the query of an address, which bears no more than about 8,000 characters. */
const longestMonitor = 4_000;
/** Of a file in SharePoint. */
const longestName = 400;

export function createLabelOperations(options: LabelOperationsOptions): LabelOperations {
  const { encryption, lookAtMonitor, graphOrigin, budgetMs, now = Date.now, sleep = pause } = options;

  const look = async ({ monitor }: LabelOperation): Promise<Progress> =>
    monitor === undefined ? { state: 'gone' } : await lookAtMonitor(monitor);

  return {
    begun: ({ file: { name, driveId, itemId }, labelId, location }) => ({
      file: { name: name.slice(0, longestName), driveId, itemId },
      labelId,
      startedAt: new Date(now()).toISOString(),
      monitor: monitorAddress(location, graphOrigin),
    }),

    async idOf(caller, { monitor, ...operation }) {
      const address = monitor?.reveal() ?? '';
      // The monitor's address is a credential: whoever holds it sees the file's job.
      const kept = { ...operation, ...(address !== '' && address.length <= longestMonitor && { monitor: address }) };
      return await encryption.seal(new Secret(JSON.stringify(kept)), placeOf(caller));
    },

    async read(caller, operationId) {
      const opened = await openFor(encryption, caller, operationId);
      const { monitor, ...operation }: StoredOperation = JSON.parse(opened.reveal());
      return { labelId: undefined, ...operation, monitor: monitor === undefined ? undefined : new Secret(monitor) };
    },

    look,

    async follow(operation) {
      if (operation.monitor === undefined) return { state: 'running' };
      const deadline = now() + budgetMs;
      let progress: Progress = { state: 'running' };
      for (let waitMs = firstWaitMs; progress.state === 'running' && now() + waitMs <= deadline; ) {
        await sleep(waitMs);
        progress = await look(operation).catch(stillRunning);
        const askedMs = progress.state === 'running' ? (progress.retryAfterMs ?? 0) : 0;
        waitMs = Math.max(askedMs, Math.min(longestWaitMs, waitMs * 2));
      }
      return progress;
    },
  };
}

type StoredOperation = Omit<LabelOperation, 'monitor' | 'labelId'> & {
  readonly labelId?: string;
  readonly monitor?: string;
};

const placeOf = ({ tenantId, objectId }: Caller): string => `label operation of ${tenantId}/${objectId}`;

async function openFor(encryption: LabelOperationsOptions['encryption'], caller: Caller, operationId: string) {
  try {
    return await encryption.open(operationId, placeOf(caller));
  } catch (error) {
    if (error instanceof UpstreamError) throw error;
    throw new Problem(
      'NotFound',
      'There is no such label operation of yours. Use the Operation Id that Apply sensitivity label or Remove sensitivity label answered, in a flow with the same connection.',
    );
  }
}

/** The change goes on, whether or not its monitor answers; whoever wants to know asks later. */
function stillRunning(error: unknown): Progress {
  if (error instanceof UpstreamError) return { state: 'running' };
  throw error;
}

const pause = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));
