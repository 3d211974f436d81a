import { itemUrl, type Site } from '../contoso/site.ts';
import { sites } from '../contoso/sites.ts';
import { fileReadRights } from './fileReadRights.ts';
import { GraphError } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { answerPage } from './odata/answerPage.ts';
import { mayOpen } from './siteAccess.ts';

const sitePermissions = ['Sites.Read.All', 'Sites.ReadWrite.All'];

/** `/sites?search=` and `/sites/{id}/drives`. */
export function siteRoutes(): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/sites',
      permissions: { delegated: sitePermissions, application: sitePermissions },
      answer(call) {
        const wanted = call.query.get('search');
        if (wanted === null) throw new GraphError(400, 'invalidRequest', "Add the query option 'search'.");
        const found = Object.values<Site>(sites).filter((site) => mayOpen(call, site) && isNamed(site, wanted));
        return answerPage(call, {
          context: 'sites',
          records: () => found.map(presentedSite),
          present: (site) => site,
          filterable: {},
          ownOptions: ['search'],
          defaultPageSize: 200,
          largestPageSize: 200,
        });
      },
    },
    {
      method: 'GET',
      path: '/sites/{siteId}/drives',
      permissions: fileReadRights,
      answer(call) {
        const site = siteOf(call);
        const context = `${call.origin}/v1.0/$metadata#drives`;
        return { status: 200, body: { '@odata.context': context, value: [presentedDrive(site)] } };
      },
    },
  ];
}

function siteOf(call: GraphCall): Site {
  const site = Object.values<Site>(sites).find(({ id }) => id === call.param('siteId'));
  if (!site) throw new GraphError(404, 'itemNotFound', 'Requested site could not be found');
  if (!mayOpen(call, site)) throw new GraphError(403, 'accessDenied', 'Access denied');
  return site;
}

const isNamed = ({ displayName, webUrl }: Site, wanted: string): boolean =>
  wanted === '*' || wanted === '' || `${displayName} ${webUrl}`.toLowerCase().includes(wanted.toLowerCase());

const presentedSite = ({ id, displayName, webUrl, kind }: Site): Readonly<Record<string, unknown>> => ({
  id,
  name: webUrl.split('/').at(-1),
  displayName,
  webUrl,
  createdDateTime: '2024-02-01T08:00:00Z',
  lastModifiedDateTime: '2026-09-01T08:00:00Z',
  isPersonalSite: kind === 'oneDrive',
  siteCollection: { hostname: new URL(webUrl).host },
  root: {},
});

const presentedDrive = (site: Site): Readonly<Record<string, unknown>> => ({
  id: site.driveId,
  driveType: site.kind === 'oneDrive' ? 'business' : 'documentLibrary',
  name: site.kind === 'oneDrive' ? 'OneDrive' : 'Documents',
  webUrl: itemUrl(site, ''),
});
