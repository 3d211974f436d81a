import { setTimeout as delay } from 'node:timers/promises';
import type { AutomationRunbook, RunbookJob } from '../integrations/automation/automationRunbook.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { SettableMode } from './dlpPolicyModes.ts';

export interface ModeChange {
  readonly changeId: string;
  readonly state: 'running' | 'completed' | 'failed';
  /** Whether the policy was in another mode before. */
  readonly changed?: boolean;
  readonly previousMode?: string;
  readonly detail?: string;
}

export interface ModeWish {
  readonly policyId: string;
  readonly mode: SettableMode;
  readonly reason: string;
  /** Who asked, for the job's own record. */
  readonly requestedBy: string;
}

/** Changes of policies' modes, each of them a job of the runbook. */
export interface ModeChanges {
  /** Starts a change and follows it to its end, or until the time is up. */
  begin(wish: ModeWish): Promise<ModeChange>;
  read(changeId: string): Promise<ModeChange>;
}

export interface FollowOptions {
  readonly budgetMs?: number;
  readonly now?: () => number;
  readonly sleep?: (waitMs: number) => Promise<unknown>;
}

/** Stands in for the changes where no runbook is named. */
export const modeChangesOff: ModeChanges = {
  begin: async () => refuse(),
  read: async () => refuse(),
};

const refuse = (): never => {
  throw new Problem(
    'NotConfigured',
    'The mode of a DLP policy can be set by Security & Compliance PowerShell only. An administrator can deploy the runbook in infra/dlpPolicyMode and set DLP_RUNBOOK_ID to its resource id.',
  );
};

const firstWaitMs = 500;
const longestWaitMs = 5_000;

/**
 * Sets modes by the runbook Set-DlpPolicyMode. A job takes a minute or so, most of it to sign in; the platform waits
 * two minutes for an answer.
 */
export function modeChangesBy(runbook: AutomationRunbook, options: FollowOptions = {}): ModeChanges {
  const { budgetMs = 90_000, now = Date.now, sleep = delay } = options;

  const outcome = async ({ jobId, status, exception }: RunbookJob): Promise<ModeChange> => {
    const state = stateOf(status);
    if (state === 'completed') return { changeId: jobId, state, ...readResult(await runbook.output(jobId)) };
    if (state === 'running') return { changeId: jobId, state };
    return { changeId: jobId, state, detail: (exception ?? `The job ended as ${status}.`).slice(0, 2_000) };
  };

  const follow = async (begun: RunbookJob): Promise<ModeChange> => {
    const deadline = now() + budgetMs;
    let job = begun;
    for (let waitMs = firstWaitMs; stateOf(job.status) === 'running'; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
      if (now() + waitMs > deadline) return { changeId: job.jobId, state: 'running' };
      await sleep(waitMs);
      job = await look(job);
    }
    return await outcome(job).catch((error: unknown) => {
      // The job has done its work; what it wrote can be read later.
      if (error instanceof UpstreamError) return { changeId: job.jobId, state: 'running' as const };
      throw error;
    });
  };

  /** The job is under way whether or not it can be seen just now. */
  const look = (job: RunbookJob): Promise<RunbookJob> =>
    runbook.job(job.jobId).catch((error: unknown) => {
      if (error instanceof UpstreamError) return job;
      throw error;
    });

  return {
    async begin({ policyId, mode, reason, requestedBy }) {
      const job = await runbook.start({ PolicyId: policyId, Mode: mode, Reason: reason, RequestedBy: requestedBy });
      return await follow(job);
    },
    read: async (changeId) => outcome(await runbook.job(changeId)),
  };
}

const failedStatuses = new Set(['failed', 'stopped', 'suspended', 'blocked', 'disconnected', 'removing']);

function stateOf(status: string): ModeChange['state'] {
  if (status === 'Completed') return 'completed';
  return failedStatuses.has(status.toLowerCase()) ? 'failed' : 'running';
}

/** The last line of JSON that the runbook wrote; cmdlets may write lines of their own before it. */
function readResult(output: string): Pick<ModeChange, 'changed' | 'previousMode'> {
  for (const line of output.split('\n').reverse()) {
    try {
      const { changed, previousMode } = Object(JSON.parse(line)) as Record<string, unknown>;
      if (typeof changed !== 'boolean') continue;
      return { changed, ...(typeof previousMode === 'string' && { previousMode: previousMode.slice(0, 100) }) };
    } catch {
      // Not a line of ours.
    }
  }
  return {};
}
