import assert from 'node:assert/strict';
import { fileUrl } from '../../../sandbox/contoso/site.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { forPeopleOnly, startGraphTenant } from '../../graphTenant.ts';

const all = [
  'Files.Read.All',
  'Files.ReadWrite',
  'Files.ReadWrite.All',
  'RecordsManagement.Read.All',
  'SensitivityLabel.Read',
  'Sites.Read.All',
];

const soc = sites.securityOperations;

/** Addresses of Contoso's files, by what tests need them for. */
export const urls = {
  report: fileUrl(soc, soc.files.incidentReport),
  runbook: fileUrl(soc, soc.files.runbook),
  doubleKey: fileUrl(soc, soc.files.vaultKeys),
  log: fileUrl(soc, soc.files.firewallLog),
  folder: fileUrl(soc, soc.files.incidentReport).split('/').slice(0, -1).join('/'),
  launch: fileUrl(sites.marketing, sites.marketing.files.springLaunch),
  loyaltyMembers: fileUrl(sites.marketing, sites.marketing.files.loyaltyMembers),
  payroll: fileUrl(sites.humanResources, sites.humanResources.files.payroll),
};

/** The simulated Graph with Contoso's files, and the real clients that reach it for people. */
export async function startFiles({ permissions = all }: { readonly permissions?: readonly string[] } = {}) {
  const { graph, clients, close } = await startGraphTenant(permissions);
  return {
    graph,
    clients: forPeopleOnly(clients),
    itemAt(webUrl: string) {
      const item = graph.drives.itemAt(webUrl);
      assert.ok(item, webUrl);
      return item;
    },
    /** The call ends as it should when Graph refuses the route, does not have it, throttles it, fails, or is away. */
    async assertUpstreamFaults(
      route: string,
      call: () => Promise<unknown>,
      refusals: readonly (403 | 404)[] = [403, 404],
    ) {
      for (const status of refusals) {
        graph.faults.plan({ fault: { kind: 'failed', status }, route, times: 100 });
        const code = status === 403 ? 'UpstreamRefused' : 'NotFound';
        await assert.rejects(call(), { name: 'Problem', code }, `${route}: ${status}`);
        graph.faults.clear();
      }
      const faults = [
        ['throttled', { kind: 'throttled', retryAfter: { seconds: 1 } }],
        ['away', { kind: 'failed', status: 503 }],
        ['fault', { kind: 'failed', status: 500 }],
      ] as const;
      for (const [kind, fault] of faults) {
        graph.faults.plan({ fault, route, times: 100 });
        await assert.rejects(call(), { name: 'UpstreamError', kind }, `${route}: ${kind}`);
        graph.faults.clear();
      }
    },
    close,
  };
}
