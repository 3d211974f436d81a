import { findGroup, type Group } from '../contoso/groups.ts';
import { findUser } from '../contoso/users.ts';
import { type Fields, fieldsOf, memberOf, stringOf } from './bodyFields.ts';
import type { Clock } from './clock.ts';
import type { CustodianRecord, EdiscoveryStore, GroupSource, Matter } from './ediscoveryStore.ts';
import { badRequest, GraphError, notFound } from './graphError.ts';
import { identityOf } from './graphIdentity.ts';
import type { GraphAnswer, GraphCall, GraphRoute } from './graphRoute.ts';
import { skipTokenPage } from './skipTokenPage.ts';

const all = ['eDiscovery.Read.All', 'eDiscovery.ReadWrite.All'];
const read = { delegated: all, application: all };
const write = { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] };
const pageSize = 20;

export interface EdiscoveryRules {
  /** As the real service has it, 5; no limit unless told so. */
  callsPerMinute?: number;
  /** Whether the app's service principal was registered with Purview; without it, eDiscovery answers 401 to the app. */
  appRegistration: 'there' | 'missing';
}

interface EdiscoveryRoutesOptions {
  cases: EdiscoveryStore;
  clock: Clock;
  rules: EdiscoveryRules;
}

/** `/security/cases/ediscoveryCases`: cases, custodians, holds, searches and operations. */
export function ediscoveryRoutes({ cases, clock, rules }: EdiscoveryRoutesOptions): GraphRoute[] {
  const collection = '/security/cases/ediscoveryCases';
  const admit = createGate(clock, rules);

  const route = (
    method: GraphRoute['method'],
    path: string,
    permissions: GraphRoute['permissions'],
    answer: (call: GraphCall) => GraphAnswer | Promise<GraphAnswer>,
  ): GraphRoute => ({
    method,
    path: `${collection}${path}`,
    permissions,
    answer(call) {
      admit(call);
      cases.settle();
      return answer(call);
    },
  });

  const matterOf = (call: GraphCall): Matter => {
    const id = call.param('caseId');
    const matter = cases.get(id);
    if (!matter) throw notFound(`eDiscovery case '${id}'`);
    return matter;
  };

  const custodianOf = (call: GraphCall, { custodians }: Matter): CustodianRecord => {
    const id = call.param('custodianId');
    const custodian = custodians.get(id);
    if (!custodian) throw notFound(`Custodian '${id}'`);
    return custodian;
  };

  /** A hold of a custodian is one of all that goes with them. */
  const presentedGroup = (call: GraphCall, source: GroupSource, { holdStatus }: CustodianRecord) => ({
    '@odata.id': `${call.origin}/v1.0/groups/${source.id}`,
    ...source,
    holdStatus,
  });

  const accepted = (call: GraphCall, { record }: Matter, operationId: string): GraphAnswer => ({
    status: 202,
    headers: { location: `${call.origin}/v1.0${collection}('${record.id}')/operations('${operationId}')` },
  });

  /** `applyHold` and `removeHold`: the custodians change at once and have changed when the operation is done. */
  const hold = (during: CustodianRecord['holdStatus'], after: CustodianRecord['holdStatus']) => (call: GraphCall) => {
    const matter = matterOf(call);
    const custodians = idsOf(call.body).map((id) => {
      const custodian = matter.custodians.get(id);
      if (!custodian) throw notFound(`Custodian '${id}'`);
      return custodian;
    });
    for (const custodian of custodians) custodian.holdStatus = during;
    const whenDone = () => {
      for (const custodian of custodians) if (custodian.holdStatus === during) custodian.holdStatus = after;
    };
    return accepted(call, matter, cases.start(matter, 'holdUpdate', identityOf(call.caller), whenDone));
  };

  return [
    route('GET', '', read, (call) =>
      skipTokenPage(call, {
        context: 'security/cases/ediscoveryCases',
        records: () => cases.matters().map(({ record }) => record),
        pageSize,
      }),
    ),
    route('POST', '', write, (call) => {
      const { displayName, description, externalId } = only(call.body, ['displayName', 'description', 'externalId']);
      const record = cases.add({
        displayName: stringOf('displayName', displayName),
        description: description === undefined ? null : stringOf('description', description),
        externalId: externalId === undefined ? null : stringOf('externalId', externalId),
        lastModifiedBy: identityOf(call.caller),
      });
      return { status: 201, body: record };
    }),
    route('GET', '/{caseId}', read, (call) => ({ status: 200, body: matterOf(call).record })),
    route('POST', '/{caseId}/close', write, (call) => {
      const { id, status } = matterOf(call).record;
      if (status === 'active') cases.change(id, { status: 'closing', closedBy: identityOf(call.caller) });
      return { status: 204 };
    }),
    route('POST', '/{caseId}/reopen', write, (call) => {
      const { id } = matterOf(call).record;
      cases.change(id, { status: 'active', closedBy: null, closedDateTime: null });
      return { status: 204 };
    }),
    route('POST', '/{caseId}/custodians', write, (call) => {
      const { custodians } = matterOf(call);
      const email = stringOf('email', only(call.body, ['email']).email);
      const user = findUser(email);
      if (!user) throw badRequest(`The user '${email}' does not exist.`);
      const at = clock.timestamp();
      const custodian: CustodianRecord = [...custodians.values()].find((known) => known.email === user.mail) ?? {
        id: user.id.replaceAll('-', ''),
        email: user.mail,
        displayName: user.displayName,
        status: 'active',
        holdStatus: 'notApplied',
        createdDateTime: at,
        acknowledgedDateTime: null,
        lastModifiedDateTime: at,
        releasedDateTime: null,
      };
      custodians.set(custodian.id, custodian);
      return { status: 201, body: custodian };
    }),
    route('POST', '/{caseId}/custodians/applyHold', write, hold('applying', 'applied')),
    route('POST', '/{caseId}/custodians/removeHold', write, hold('removing', 'notApplied')),
    route('POST', '/{caseId}/custodians/{custodianId}/userSources', write, (call) => {
      const matter = matterOf(call);
      const { userSources } = matter;
      const { id: custodianId } = custodianOf(call, matter);
      const { email, includedSources } = only(call.body, ['email', 'includedSources']);
      checkSources(includedSources);
      const source = { id: `${custodianId}-source`, email: stringOf('email', email), includedSources };
      userSources.set(custodianId, [source]);
      return { status: 201, body: source };
    }),
    route('GET', '/{caseId}/custodians/{custodianId}/unifiedGroupSources', read, (call) => {
      const matter = matterOf(call);
      const custodian = custodianOf(call, matter);
      const sources = matter.unifiedGroupSources.get(custodian.id) ?? [];
      return { status: 200, body: { value: sources.map((source) => presentedGroup(call, source, custodian)) } };
    }),
    route('POST', '/{caseId}/custodians/{custodianId}/unifiedGroupSources', write, (call) => {
      const matter = matterOf(call);
      const custodian = custodianOf(call, matter);
      const { includedSources, ...named } = only(call.body, ['group', 'group@odata.bind', 'includedSources']);
      const group = groupNamed(call, named);
      const source: GroupSource = {
        id: group.id,
        displayName: group.displayName,
        createdDateTime: clock.timestamp(),
        createdBy: identityOf(call.caller),
        includedSources: checkSources(includedSources),
      };
      const others = (matter.unifiedGroupSources.get(custodian.id) ?? []).filter(({ id }) => id !== source.id);
      matter.unifiedGroupSources.set(custodian.id, [...others, source]);
      return { status: 201, body: presentedGroup(call, source, custodian) };
    }),
    route('POST', '/{caseId}/searches', write, (call) => {
      const matter = matterOf(call);
      const fields = only(call.body, ['displayName', 'description', 'contentQuery', 'dataSourceScopes']);
      const scopes = [
        'none',
        'allTenantMailboxes',
        'allTenantSites',
        'allCaseCustodians',
        'allCaseNoncustodialDataSources',
      ];
      for (const scope of stringOf('dataSourceScopes', fields.dataSourceScopes ?? 'none').split(','))
        memberOf('dataSourceScopes', scope.trim(), scopes);
      const id = `${matter.record.id}-search-${matter.searches.size + 1}`;
      const displayName = stringOf('displayName', fields.displayName);
      const search = { description: null, ...fields, id, displayName, createdDateTime: clock.timestamp() };
      matter.searches.set(id, search);
      return { status: 201, body: search };
    }),
    route('POST', '/{caseId}/searches/{searchId}/estimateStatistics', write, (call) => {
      const matter = matterOf(call);
      if (!matter.searches.has(call.param('searchId'))) throw notFound(`Search '${call.param('searchId')}'`);
      return accepted(call, matter, cases.start(matter, 'estimateStatistics', identityOf(call.caller)));
    }),
    route('GET', '/{caseId}/operations/{operationId}', write, (call) => {
      const operation = matterOf(call).operations.get(call.param('operationId'));
      if (!operation) throw notFound(`Operation '${call.param('operationId')}'`);
      return { status: 200, body: cases.present(operation) };
    }),
  ];
}

/** Refuses apps that Purview does not know, and calls beyond the rate. */
function createGate(clock: Clock, rules: EdiscoveryRules): (call: GraphCall) => void {
  let admitted: number[] = [];
  return ({ caller }) => {
    if (caller.kind === 'application' && rules.appRegistration === 'missing')
      throw new GraphError(401, 'Unauthorized', 'The service principal has no role in eDiscovery.');
    const nowMs = clock.now().getTime();
    admitted = admitted.filter((ms) => ms > nowMs - 60_000);
    const [oldest = nowMs] = admitted;
    if (admitted.length >= (rules.callsPerMinute ?? Number.POSITIVE_INFINITY)) {
      const seconds = Math.ceil((oldest + 60_000 - nowMs) / 1_000);
      throw new GraphError(429, 'TooManyRequests', 'Too many requests.', { 'retry-after': String(seconds) });
    }
    admitted.push(nowMs);
  };
}

function checkSources(value: unknown): string {
  const text = stringOf('includedSources', value);
  for (const part of text.split(',')) memberOf('includedSources', part.trim(), ['mailbox', 'site']);
  return text;
}

/** The Microsoft 365 group that a source names, by the address of the group or by its email address. */
function groupNamed({ origin }: GraphCall, { group, 'group@odata.bind': bound }: Fields): Group {
  if ((group === undefined) === (bound === undefined))
    throw badRequest("Either 'group' or 'group@odata.bind' is required.");
  const address = bound === undefined ? undefined : stringOf('group@odata.bind', bound);
  const prefix = `${origin}/v1.0/groups/`;
  if (address !== undefined && !address.startsWith(prefix))
    throw badRequest(`'${address}' is not the address of a group.`);
  const name =
    address === undefined ? stringOf('mail', fieldsOf(group).mail) : decodeURIComponent(address.slice(prefix.length));
  const found = findGroup(name);
  if (!found) throw badRequest(`The group '${name}' does not exist.`);
  if (!found.groupTypes.includes('Unified')) throw badRequest(`'${found.displayName}' is not a Microsoft 365 group.`);
  return found;
}

function only(body: unknown, names: readonly string[]): Fields {
  const { '@odata.type': _type, ...fields } = fieldsOf(body);
  const [unknown] = Object.keys(fields).filter((name) => !names.includes(name));
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' does not exist, or cannot be set.`);
  return fields;
}

function idsOf(body: unknown): string[] {
  const { ids } = only(body, ['ids']);
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest("The parameter 'ids' must name custodians.");
  return ids.map((id) => stringOf('ids', id));
}
