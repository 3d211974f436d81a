import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { JWTVerifyGetKey } from 'jose';
import { api, managedIdentity } from '../contoso/applications.ts';
import type { PolicyStore } from '../contoso/createPolicyStore.ts';
import { microsoftResources } from '../contoso/microsoftResources.ts';
import { verifyResourceToken } from '../entra/verifyResourceToken.ts';
import { createFaults, type Faults } from '../graph/faults.ts';
import { createRequestCounts, type RequestCounts } from '../graph/requestCounts.ts';
import { Refusal } from '../refusal.ts';
import { type ServerTls, serve } from '../serve.ts';
import { createJobs, type Jobs } from './jobs.ts';

export interface StartAutomationOptions {
  /** Left out: plain http. */
  tls?: ServerTls;
  port?: number;
  keySet: JWTVerifyGetKey;
  /** What the runbook works on. */
  policies: PolicyStore;
}

/** The simulated Azure Resource Manager, as far as it runs the jobs of one Automation account. */
export interface Automation {
  origin: string;
  /** DLP_RUNBOOK_ID. */
  runbookId: string;
  jobs: Jobs;
  /** `throttled` and `failed` are known here; routes are `PUT job`, `GET job` and `GET output`. */
  faults: Faults;
  requests: RequestCounts;
  close(): Promise<void>;
}

const accountPath =
  '/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg-purview-response/providers/Microsoft.Automation/automationAccounts/aa-purview-response';
const runbookName = 'Set-DlpPolicyMode';
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const jobPath = new RegExp(`^${accountPath}/jobs/([^/]+)(/output)?$`, 'i');
/** Who was given the role Automation Job Operator. */
const operators: readonly string[] = [managedIdentity.objectId, api.objectId];

/** Starts it on a socket of this machine; https://learn.microsoft.com/rest/api/automation/job */
export async function startAutomation(options: StartAutomationOptions): Promise<Automation> {
  const { tls, port, keySet, policies } = options;
  const jobs = createJobs(policies);
  const faults = createFaults();
  const requests = createRequestCounts();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [, name = '', output] = jobPath.exec(decodeURIComponent(pathname)) ?? [];
    const route = `${request.method} ${output === undefined ? 'job' : 'output'}`;
    requests.add(route);
    const body = await text(request);
    refuseWhenPlanned(faults, route);
    await authorize(keySet, request.headers.authorization);
    requireApiVersion(searchParams.get('api-version'));
    if (name === '') throw new Refusal(404, 'ResourceNotFound', `The resource '${pathname}' was not found.`);
    if (route === 'PUT job') sendJson(response, 201, jobs.create(name, jobBody(name, body)));
    else if (route === 'GET job') sendJson(response, 200, jobs.get(name));
    else if (route === 'GET output') response.writeHead(200, { 'content-type': 'text/plain' }).end(jobs.output(name));
    else throw new Refusal(405, 'MethodNotAllowed', `The method ${request.method} is not allowed.`);
  };

  const serving = await serve({
    async listener(request, response) {
      try {
        await answer(request, response);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { status, code, message, headers } = error;
        sendJson(response, status, { error: { code, message } }, headers);
      }
    },
    ...(tls && { tls }),
    ...(port !== undefined && { port }),
  });
  return {
    origin: serving.origin,
    runbookId: `${accountPath}/runbooks/${runbookName}`,
    jobs,
    faults,
    requests,
    close: () => serving.close(),
  };
}

function refuseWhenPlanned(faults: Faults, route: string): void {
  const fault = faults.take(route);
  if (fault?.kind === 'throttled') {
    const seconds = fault.retryAfter && 'seconds' in fault.retryAfter ? fault.retryAfter.seconds : undefined;
    const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) };
    throw new Refusal(429, 'TooManyRequests', 'The request is being throttled.', headers);
  }
  if (fault?.kind === 'failed') throw new Refusal(fault.status, 'ServerError', 'An internal error occurred.');
}

async function authorize(keySet: JWTVerifyGetKey, header: string | undefined): Promise<void> {
  const { identifierUri } = microsoftResources.azureResourceManager;
  const verified = await verifyResourceToken(keySet, identifierUri, header);
  if ('refusal' in verified) throw new Refusal(401, 'InvalidAuthenticationToken', verified.refusal);
  const { objectId } = verified.claims;
  if (operators.includes(objectId)) return;
  throw new Refusal(
    403,
    'AuthorizationFailed',
    `The client with object id '${objectId}' does not have authorization to perform action 'Microsoft.Automation/automationAccounts/jobs/write' over scope '${accountPath}'.`,
  );
}

function requireApiVersion(version: string | null): void {
  if (version === null) {
    throw new Refusal(400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
  }
  if (version !== '2023-11-01') {
    throw new Refusal(400, 'InvalidResourceType', `The api-version '${version}' is not supported.`);
  }
}

function jobBody(name: string, body: string): Readonly<Record<string, string>> {
  if (!guid.test(name)) throw new Refusal(400, 'BadRequest', 'The job name must be a GUID.');
  const { runbook, parameters } = Object(Object(parsedJson(body)).properties);
  if (Object(runbook).name !== runbookName) {
    throw new Refusal(404, 'NotFound', `The runbook '${Object(runbook).name}' was not found.`);
  }
  if (Object.values(Object(parameters)).some((value) => typeof value !== 'string')) {
    throw new Refusal(400, 'BadRequest', 'The values of parameters must be strings.');
  }
  return Object(parameters);
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, 'InvalidRequestContent', 'The request content was invalid.');
  }
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-ms-request-id': randomUUID(),
    ...headers,
  });
  response.end(JSON.stringify(body));
}
