import { randomUUID } from 'node:crypto';
import type { BlockBlobClient } from '@azure/storage-blob';
import { RestError } from '@azure/storage-blob';

export interface TimerLease {
  /** Aborts when the lease is somebody else's or can no longer be renewed. */
  lost: AbortSignal;
  /** Gives the lease back, so that another host can take it at once. */
  release(): Promise<void>;
  /** Stops renewing; the lease runs out by itself. */
  abandon(): void;
}

/** Takes the lease on a blob, which is made when missing; nothing while another host has it. */
export async function takeLease(blob: BlockBlobClient, leaseSeconds: number): Promise<TimerLease | undefined> {
  const lease = blob.getBlobLeaseClient(randomUUID());
  try {
    await lease.acquireLease(leaseSeconds);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    if (error.statusCode === 409) return undefined;
    if (error.statusCode !== 404) throw error;
    await makeBlob(blob);
    return takeLease(blob, leaseSeconds);
  }

  const lost = new AbortController();
  let renewedAt = Date.now();
  const renewing = setInterval(
    async () => {
      try {
        await lease.renewLease();
        renewedAt = Date.now();
      } catch (error) {
        const taken = error instanceof RestError && (error.statusCode === 409 || error.statusCode === 404);
        if (taken || Date.now() - renewedAt >= leaseSeconds * 1000) lost.abort();
      }
    },
    (leaseSeconds * 1000) / 3,
  );
  renewing.unref();

  return {
    lost: lost.signal,
    abandon: () => clearInterval(renewing),
    async release() {
      clearInterval(renewing);
      await lease.releaseLease().catch(() => undefined);
    },
  };
}

async function makeBlob(blob: BlockBlobClient): Promise<void> {
  try {
    await blob.upload('', 0, { conditions: { ifNoneMatch: '*' } });
  } catch (error) {
    // 409 and 412: another host was faster, which is just as well.
    const made = error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412);
    if (!made) throw error;
  }
}
