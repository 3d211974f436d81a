import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActivityRecord, ActivityStore } from '../activityFeed/activityStore.ts';
import { alertChanges } from './alertChanges.ts';
import type { AlertStore } from './alertStore.ts';
import { type Fields, fieldsOf, stringOf } from './bodyFields.ts';
import type { Clock } from './clock.ts';
import { badRequest, GraphError, notFound } from './graphError.ts';
import { incidentChanges } from './incidentChanges.ts';
import type { IncidentRecord, IncidentStore } from './incidentStore.ts';
import { readJsonBody } from './readJsonBody.ts';
import { scenarios } from './scenarios.ts';

export interface ControlOptions {
  alerts: AlertStore;
  incidents: IncidentStore;
  clock: Clock;
  /** Left out: what scenarios record is forgotten. */
  activity?: ActivityStore;
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const largestCount = 10_000;

/**
 * The sandbox's own surface beside Graph: `POST /sandbox/scenarios/{name}` makes something happen in the tenant and
 * answers the alerts and the audit records that came of it. It takes no token, and therefore only callers on this machine that are no web page.
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  options: ControlOptions,
): Promise<void> {
  try {
    refuseStrangers(request);
    const name = scenarioName(request);
    const { value } = await readJsonBody(request);
    reply(response, 200, play(name, value ?? {}, options));
  } catch (error) {
    const known = error instanceof GraphError ? error : new GraphError(500, 'InternalServerError', String(error));
    reply(response, known.status, { error: { code: known.code, message: known.message } });
  }
}

function refuseStrangers(request: IncomingMessage): void {
  const fromHere = loopback.has(request.socket.remoteAddress ?? '');
  // A browser names the page that it calls for; a page on the internet must not steer the sandbox.
  if (!fromHere || request.headers.origin !== undefined) {
    throw new GraphError(
      403,
      'Forbidden',
      'The sandbox is controlled from this machine only, and not from a web page.',
    );
  }
}

function scenarioName(request: IncomingMessage): string {
  const names = ['alert-update', 'incident-update', 'incident-merge', ...Object.keys(scenarios)];
  const [path = ''] = (request.url ?? '').split('?');
  const name = names.find((candidate) => path === `/sandbox/scenarios/${candidate}`);
  if (!name)
    throw notFound(`'${path}' is no scenario. POST /sandbox/scenarios/ and one of ${names.join(', ')}; this one`);
  if (request.method !== 'POST') throw new GraphError(405, 'MethodNotAllowed', 'Play a scenario with POST.');
  return name;
}

interface Played {
  value: readonly object[];
  records: readonly ActivityRecord[];
}

function play(name: string, body: unknown, options: ControlOptions): Played {
  const { alerts, clock, activity } = options;
  const { count, ...wish } = fieldsOf(body);
  const scenario = scenarios[name];
  if (scenario) {
    const happenings = Array.from({ length: countOf(count) }, () => scenario(wish, clock.now()));
    const records = happenings.flatMap((happening) => happening.records ?? []);
    for (const { contentType, record } of records) activity?.add(contentType, [record]);
    return {
      value: happenings.flatMap(({ alert }) => (alert ? [alerts.raise(alert)] : [])),
      records: records.map(({ record }) => record),
    };
  }
  if (name === 'incident-update') return { value: [shownIncident(updateIncident(wish, options))], records: [] };
  if (name === 'incident-merge') return { value: mergeIncidents(wish, options).map(shownIncident), records: [] };
  const { id, ...changes } = wish;
  const alertId = stringOf('id', id);
  if (!alerts.get(alertId)) throw notFound(`Alert '${alertId}'`);
  return { value: [alerts.update(alertId, alertChanges(changes))], records: [] };
}

function updateIncident({ id, ...changes }: Fields, { incidents }: ControlOptions): IncidentRecord {
  return incidents.update(incidentOf('id', id, incidents).id, incidentChanges(changes));
}

function mergeIncidents({ id, into }: Fields, { incidents }: ControlOptions): IncidentRecord[] {
  const [from, target] = [incidentOf('id', id, incidents), incidentOf('into', into, incidents)];
  if (from === target || from.status === 'redirected' || target.status === 'redirected') {
    throw badRequest('Merge one incident into another one; neither may be merged already.');
  }
  incidents.merge(from.id, target.id);
  return [from, target];
}

function incidentOf(property: string, id: unknown, incidents: IncidentStore): IncidentRecord {
  const incident = incidents.get(stringOf(property, id));
  if (!incident) throw notFound(`Incident '${id}'`);
  return incident;
}

/** Under the names that alerts have, for who shows both. */
function shownIncident(incident: IncidentRecord): object {
  return { ...incident, title: incident.displayName };
}

function countOf(count: unknown): number {
  if (count === undefined) return 1;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > largestCount) {
    throw badRequest(`'count' must be a whole number from 1 to ${largestCount}.`);
  }
  return count;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
