import { randomUUID } from 'node:crypto';
import type { PolicyStore } from '../contoso/createPolicyStore.ts';
import { Refusal } from '../refusal.ts';
import { setDlpPolicyMode } from './setDlpPolicyMode.ts';

/** The jobs of the account, each of them running for a while before the runbook takes effect. */
export interface Jobs {
  readonly count: number;
  /** The parameters of the latest job. */
  readonly lastParameters: Readonly<Record<string, string>> | undefined;
  /** How long the jobs run that are created from now on; a tenth of a second at the start. */
  setDurationMs(durationMs: number): void;
  /** A name that is there already is refused, as the service does. */
  create(name: string, parameters: Readonly<Record<string, string>>): object;
  get(name: string): object;
  output(name: string): string;
}

interface Job {
  name: string;
  jobId: string;
  parameters: Readonly<Record<string, string>>;
  createdAt: Date;
  endsAtMs: number;
  outcome?: { output: string } | { exception: string };
}

export function createJobs(policies: PolicyStore): Jobs {
  const jobs = new Map<string, Job>();
  let durationMs = 100;

  const existing = (name: string): Job => {
    const job = jobs.get(name.toLowerCase());
    if (!job) throw new Refusal(404, 'NotFound', `The job '${name}' was not found.`);
    if (Date.now() >= job.endsAtMs) job.outcome ??= run(job);
    return job;
  };

  const run = ({ parameters }: Job): NonNullable<Job['outcome']> => {
    try {
      return { output: setDlpPolicyMode(policies, parameters) };
    } catch (error) {
      return { exception: error instanceof Error ? error.message : String(error) };
    }
  };

  return {
    get count() {
      return jobs.size;
    },
    get lastParameters() {
      return [...jobs.values()].at(-1)?.parameters;
    },
    setDurationMs(value) {
      durationMs = value;
    },
    create(name, parameters) {
      if (jobs.has(name.toLowerCase())) throw new Refusal(409, 'Conflict', `The job '${name}' exists already.`);
      const job: Job = {
        name,
        jobId: randomUUID(),
        parameters,
        createdAt: new Date(),
        endsAtMs: Date.now() + durationMs,
      };
      jobs.set(name.toLowerCase(), job);
      return presented(job, 'New');
    },
    get(name) {
      const job = existing(name);
      return presented(job, statusOf(job));
    },
    output(name) {
      const { outcome } = existing(name);
      return outcome && 'output' in outcome ? outcome.output : '';
    },
  };
}

function statusOf({ outcome }: Job): string {
  if (!outcome) return 'Running';
  return 'output' in outcome ? 'Completed' : 'Failed';
}

function presented({ name, jobId, parameters, createdAt, outcome }: Job, status: string): object {
  return {
    name,
    type: 'Microsoft.Automation/AutomationAccounts/Jobs',
    properties: {
      jobId,
      runbook: { name: 'Set-DlpPolicyMode' },
      provisioningState: status === 'New' ? 'Processing' : 'Succeeded',
      status,
      statusDetails: 'None',
      creationTime: createdAt.toISOString(),
      exception: outcome && 'exception' in outcome ? outcome.exception : null,
      runOn: '',
      parameters,
    },
  };
}
