import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import { Problem } from '../../runtime/problem.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import { createAttempt, NoAnswer } from '../graph/createAttempt.ts';
import { retryAfterMs } from '../graph/retrying.ts';
import type { RunbookId } from './runbookId.ts';

const service = 'Azure Automation';
const apiVersion = '2023-11-01';

/** A run of the runbook, in Automation's own words. */
export interface RunbookJob {
  readonly jobId: string;
  /** New, Activating, Running, Completed, Failed, Stopped, Suspended, … */
  readonly status: string;
  /** Why it failed. */
  readonly exception?: string;
}

/** One runbook of one Automation account. */
export interface AutomationRunbook {
  /** Starts a job, once for each call, and does not wait for it. */
  start(parameters: Readonly<Record<string, string>>): Promise<RunbookJob>;
  /** The job as it is now. */
  job(jobId: string): Promise<RunbookJob>;
  /** What the job has written out. */
  output(jobId: string): Promise<string>;
}

export interface AutomationRunbookOptions {
  /** Origin of Azure Resource Manager. */
  readonly baseUrl: string;
  readonly runbook: RunbookId;
  readonly credential: TokenCredential;
  readonly timeoutMs?: number;
}

/** Runs a runbook through Azure Resource Manager; https://learn.microsoft.com/rest/api/automation/job */
export function automationRunbook(options: AutomationRunbookOptions): AutomationRunbook {
  const { baseUrl, runbook, credential, timeoutMs = 20_000 } = options;
  const attempt = createAttempt(globalThis.fetch, service);

  const send = async (method: 'GET' | 'PUT', path: string, body?: object): Promise<string> => {
    const token = await credential.getToken('https://management.azure.com/.default');
    if (!token) throw new UpstreamError({ service: 'Microsoft Entra ID', kind: 'fault', detail: 'it gave no token.' });
    const address = new URL(`${runbook.accountPath}/jobs/${path}`, baseUrl);
    address.searchParams.set('api-version', apiVersion);
    const request = {
      url: address.href,
      method,
      headers: {
        authorization: `Bearer ${token.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const answer = await attempt(request, timeoutMs).catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
      throw new UpstreamError({ service, kind: 'away', detail: 'it did not answer.', cause: error });
    });
    const text = await answer.text();
    if (!answer.ok) throw refusal(answer, text);
    return text;
  };

  return {
    async start(parameters) {
      // The name is the job's id, so that a request that the network doubles starts one job. A call that is made again
      // starts another, which finds the mode as it wants it.
      const body = { properties: { runbook: { name: runbook.name }, parameters } };
      return toJob(await send('PUT', randomUUID(), body));
    },
    job: async (jobId) => toJob(await send('GET', encodeURIComponent(jobId))),
    output: (jobId) => send('GET', `${encodeURIComponent(jobId)}/output`),
  };
}

function toJob(text: string): RunbookJob {
  const job = parsed(text);
  const { jobId, status, exception } = Object(job.properties) as Record<string, unknown>;
  // The job's name, which it is asked for by; the id within the properties may differ.
  const id = typeof job.name === 'string' ? job.name : jobId;
  if (typeof id !== 'string' || typeof status !== 'string') {
    throw new UpstreamError({ service, kind: 'fault', detail: 'it answered without a job.' });
  }
  return { jobId: id, status, ...(typeof exception === 'string' && exception !== '' && { exception }) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    // What stands in front of Resource Manager answers in HTML; the status alone then says what is known.
    return {};
  }
}

function refusal(answer: Response, text: string): Problem | UpstreamError {
  const { status } = answer;
  const { message } = Object(Object(parsed(text)).error ?? parsed(text)) as Record<string, unknown>;
  const said = typeof message === 'string' ? ` Azure says: ${message.slice(0, 1_000)}` : '';
  if (status === 401 || status === 403) {
    return new Problem(
      'UpstreamRefused',
      `The app may not run the runbook: an administrator must give its identity the roles Automation Job Operator on the Automation account and Automation Runbook Operator on the runbook.${said}`,
    );
  }
  if (status === 404) {
    return new Problem(
      'NotFound',
      `There is no such job, runbook or Automation account. Check the Change Id; where it is right, an administrator must correct DLP_RUNBOOK_ID.${said}`,
    );
  }
  if (status === 400) {
    return new Problem(
      'InvalidInput',
      `Azure Automation did not take the job. An administrator must publish the runbook in infra/dlpPolicyMode as it is in this version.${said}`,
    );
  }
  if (status === 409) {
    return new Problem('Conflict', `Azure Automation did not take the job now: repeat this in a few minutes.${said}`);
  }
  const waitMs = retryAfterMs(answer, Date.now());
  const requestId = answer.headers.get('x-ms-request-id');
  return new UpstreamError({
    service,
    kind: status === 429 ? 'throttled' : status === 503 || status === 504 ? 'away' : 'fault',
    detail: status === 429 ? 'it asks for fewer calls.' : `it answered ${status}.${said}`,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    ...(requestId !== null && { requestId }),
  });
}
