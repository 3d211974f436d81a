import { firstPages } from '../integrations/graph/firstPages.ts';
import type { Graph, GraphClients } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import { readList } from '../integrations/graph/readList.ts';
import type { Caller } from '../runtime/caller.ts';
import type { Listed, Place } from '../runtime/pagedList.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { RateBudget } from '../storage/rateBudget.ts';
import { type CallAllowance, callAllowance } from './callAllowance.ts';
import { type CaseOperation, toCaseOperation } from './caseOperation.ts';
import { type Custodian, toCustodian } from './custodian.ts';
import { type EdiscoveryCase, toEdiscoveryCase } from './ediscoveryCase.ts';
import { type EdiscoverySearch, toEdiscoverySearch } from './ediscoverySearch.ts';
import { type StartedOperation, toStartedOperation } from './startedOperation.ts';

export interface NewCustodian {
  readonly email: string;
  /** Which of their sources to add, in Graph's words; none when left out. */
  readonly includedSources?: string;
  /** Microsoft 365 groups whose mailboxes and sites go with them. */
  readonly groupIds?: readonly string[];
}

/** eDiscovery as an identity may use it. Its calls come out of a budget that all flows share. */
export interface EdiscoveryOfGraph {
  list(place: Place, fits: (found: EdiscoveryCase) => boolean): Promise<Listed<EdiscoveryCase>>;
  /** All cases, or those of the first pages, each of which is a call. */
  all(mostPages?: number): Promise<EdiscoveryCase[]>;
  get(caseId: string): Promise<EdiscoveryCase>;
  create(body: object): Promise<EdiscoveryCase>;
  close(caseId: string): Promise<StartedOperation>;
  reopen(caseId: string): Promise<StartedOperation>;
  addCustodian(caseId: string, custodian: NewCustodian): Promise<Custodian>;
  applyHold(caseId: string, custodianIds: readonly string[]): Promise<StartedOperation>;
  removeHold(caseId: string, custodianIds: readonly string[]): Promise<StartedOperation>;
  createSearch(caseId: string, body: object): Promise<EdiscoverySearch>;
  estimate(caseId: string, searchId: string): Promise<StartedOperation>;
  operation(caseId: string, operationId: string): Promise<CaseOperation>;
}

export type EdiscoveryFor = (caller: Caller) => EdiscoveryOfGraph;

const path = '/security/cases/ediscoveryCases';

// A permission alone does not do: eDiscovery has roles of its own, which Graph cannot give.
const besides = {
  person:
    'The person also needs to be an eDiscovery Manager or eDiscovery Administrator in the Microsoft Purview portal, under Settings, Roles and scopes.',
  app: 'eDiscovery answers 401 to an app that holds the permission until the app is registered with it: in Security & Compliance PowerShell, run New-ServicePrincipal, Add-RoleGroupMember eDiscoveryManager and Add-eDiscoveryCaseAdmin for its service principal.',
} as const;

/** A person's calls run under the person's own rights, an app's under those of this app. */
export const ediscoveryFor =
  (clientsOver: (fetch: typeof globalThis.fetch) => GraphClients, budget: RateBudget): EdiscoveryFor =>
  (caller) => {
    const allowance = callAllowance(budget, globalThis.fetch);
    const clients = clientsOver(allowance.fetch);
    const graph = caller.kind === 'person' ? clients.onBehalfOf(caller) : clients.asApp();
    return ediscoveryOfGraph(graph, { allowance, besides: besides[caller.kind] });
  };

interface Options {
  readonly allowance: CallAllowance;
  readonly besides: string;
}

/** https://learn.microsoft.com/graph/api/resources/security-ediscoverycase */
function ediscoveryOfGraph(graph: Graph, { allowance, besides: also }: Options): EdiscoveryOfGraph {
  const readable = graph.needing({ permission: 'eDiscovery.Read.All', besides: also });
  const writable = graph.needing({ permission: 'eDiscovery.ReadWrite.All', besides: also });
  const start = async (caseId: string, action: string, body: object = {}) =>
    toStartedOperation(caseId, await writable.start(action, body));
  const addUser = async (caseId: string, custodianId: string, source: object): Promise<void> => {
    const sources = graphPath`/security/cases/ediscoveryCases/${caseId}/custodians/${custodianId}/userSources`;
    await writable.post(sources, source);
  };
  const addGroup = async (caseId: string, custodianId: string, groupId: string): Promise<void> => {
    const sources = graphPath`/security/cases/ediscoveryCases/${caseId}/custodians/${custodianId}/unifiedGroupSources`;
    const group = writable.addressOf(graphPath`/groups/${groupId}`);
    await writable.post(sources, { 'group@odata.bind': group, includedSources: 'mailbox, site' });
  };

  return {
    list: (place, fits) => readList(readable, { path, place, read: toEdiscoveryCase, fits }),
    async all(mostPages = Number.POSITIVE_INFINITY) {
      const cases: EdiscoveryCase[] = [];
      for await (const { value } of firstPages(readable.pages(path), mostPages))
        cases.push(...value.map(toEdiscoveryCase).filter((found) => found !== undefined));
      return cases;
    },
    get: async (caseId) =>
      the(toEdiscoveryCase, await readable.get(graphPath`/security/cases/ediscoveryCases/${caseId}`)),
    create: async (body) => the(toEdiscoveryCase, await writable.post(path, body)),
    close: (caseId) => start(caseId, graphPath`/security/cases/ediscoveryCases/${caseId}/close`),
    reopen: (caseId) => start(caseId, graphPath`/security/cases/ediscoveryCases/${caseId}/reopen`),
    async addCustodian(caseId, { email, includedSources, groupIds = [] }) {
      const sources = [
        ...(includedSources === undefined
          ? []
          : [{ name: 'mailbox and site', add: (id: string) => addUser(caseId, id, { email, includedSources }) }]),
        ...groupIds.map((groupId) => ({
          name: `group ${groupId}`,
          add: (id: string) => addGroup(caseId, id, groupId),
        })),
      ];
      await allowance.reserve(1 + sources.length);
      const added = await writable.post(graphPath`/security/cases/ediscoveryCases/${caseId}/custodians`, { email });
      const custodian = the(toCustodian, added);
      for (const [index, { add }] of sources.entries())
        await add(custodian.custodianId).catch((error: unknown) => {
          throw halfDone(error, custodian, sources.slice(index));
        });
      return custodian;
    },
    applyHold: (caseId, ids) =>
      start(caseId, graphPath`/security/cases/ediscoveryCases/${caseId}/custodians/applyHold`, { ids }),
    removeHold: (caseId, ids) =>
      start(caseId, graphPath`/security/cases/ediscoveryCases/${caseId}/custodians/removeHold`, { ids }),
    createSearch: async (caseId, body) =>
      the(toEdiscoverySearch, await writable.post(graphPath`/security/cases/ediscoveryCases/${caseId}/searches`, body)),
    estimate: (caseId, searchId) =>
      start(caseId, graphPath`/security/cases/ediscoveryCases/${caseId}/searches/${searchId}/estimateStatistics`),
    operation: async (caseId, operationId) =>
      the(
        toCaseOperation,
        await writable.get(graphPath`/security/cases/ediscoveryCases/${caseId}/operations/${operationId}`),
      ),
  };
}

function the<T>(read: (record: unknown) => T | undefined, record: unknown): T {
  const found = read(record);
  if (found !== undefined) return found;
  const detail = 'it answered with something other than what was asked for.';
  throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
}

// A repeat posts all of it again. What is there already is taken to be answered as it is, which no page of Microsoft says.
function halfDone(error: unknown, { custodianId }: Custodian, missing: readonly { readonly name: string }[]): unknown {
  const names = missing.map(({ name }) => name).join(', ');
  const said = `The custodian ${custodianId} was added to the case, but not their ${names}`;
  if (error instanceof Problem) return new Problem(error.code, `${said}: add these in the portal. ${error.message}`);
  if (!(error instanceof UpstreamError)) return error;
  const { service, kind, detail, retryAfterMs, requestId } = error;
  const toRepeat = `${said}: a repeat of the action adds what is missing. The reason: ${detail}`;
  return new UpstreamError({ service, kind, detail: toRepeat, retryAfterMs, requestId, cause: error });
}
