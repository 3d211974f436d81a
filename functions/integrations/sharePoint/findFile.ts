import { invalid, Problem } from '../../runtime/problem.ts';
import { allRecords } from '../graph/allRecords.ts';
import type { Graph } from '../graph/graph.ts';
import { graphPath } from '../graph/graphPath.ts';
import { read, text } from '../vendorJson/readers.ts';
import { escapedAddress } from './escapedAddress.ts';
import { type FileItem, toFileItem } from './fileItem.ts';
import type { FileReference } from './fileReference.ts';

/** Finds the file or folder that a maker named; a reference that leads nowhere is a problem that says what to check. */
export async function findFile(graph: Graph, reference: FileReference): Promise<FileItem> {
  const address = await addressOf(graph, reference);
  try {
    return toFileItem(await graph.get(graphPath`/shares/${sharingToken(address)}/driveItem`));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'NotFound') throw error;
    throw new Problem(
      'NotFound',
      `There is no file or folder at this place: it was moved or deleted, or the link is not the one of SharePoint or OneDrive. ${error.message}`,
    );
  }
}

/** https://learn.microsoft.com/graph/api/shares-get#encoding-sharing-urls */
const sharingToken = (address: URL): string => `u!${Buffer.from(address.href).toString('base64url')}`;

async function addressOf(graph: Graph, { fileUrl, siteId, path }: FileReference): Promise<URL> {
  if (fileUrl !== undefined && siteId === undefined && path === undefined) return webAddress(fileUrl);
  if (fileUrl === undefined && siteId !== undefined && path !== undefined) return inSite(graph, siteId, path);
  const message = 'Give either the link to the file, or both its site and its path.';
  throw new Problem('InvalidInput', message, {
    faults: (['fileUrl', 'siteId', 'path'] as const).map((field) => ({ field, message })),
  });
}

function webAddress(fileUrl: string): URL {
  const url = URL.parse(escapedAddress(fileUrl));
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return shownItem(url);
  throw invalid('fileUrl', 'must be the https address of a file or folder; copy it from the browser or by Copy link.');
}

const viewPage = /\/forms\/[^/]+\.aspx$/i;

/** What a view of a library shows, by the address that the browser has for it; any other address as it is. */
function shownItem(url: URL): URL {
  const isView = viewPage.test(url.pathname);
  const shown = url.searchParams.get('id');
  if (shown?.startsWith('/') && (isView || url.pathname === '/my')) {
    return new URL(`${url.origin}${shown.split('/').map(encodeURIComponent).join('/')}`);
  }
  return isView ? new URL(`${url.origin}${url.pathname.replace(viewPage, '')}`) : url;
}

const library = { name: text('name'), webUrl: text('webUrl') };

async function inSite(graph: Graph, siteId: string, path: string): Promise<URL> {
  const [wanted = '', ...rest] = segmentsOf(path);
  const drives = await allRecords(graph.pages(graphPath`/sites/${siteId}/drives`));
  const libraries = drives.flatMap((drive) => {
    const { name, webUrl } = read(library, drive);
    const url = webUrl === undefined ? null : URL.parse(webUrl);
    return url?.protocol === 'https:' ? [{ url, names: [lastSegment(url), name ?? ''] }] : [];
  });
  // The address of a library and its name differ: "Shared Documents" is shown as "Documents".
  const found = libraries.find(({ names }) => names.some((name) => name.toLowerCase() === wanted.toLowerCase()));
  if (found === undefined) {
    const known = libraries.map(({ names: [name] }) => name).join(', ');
    throw invalid('path', `"${wanted}" is no document library of the site; begin the path with one of: ${known}.`);
  }
  const base = found.url.href.replace(/\/$/, '');
  return new URL([base, ...rest.map(encodeURIComponent)].join('/'));
}

function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length > 0 && !segments.some((segment) => segment === '.' || segment === '..')) return segments;
  throw invalid('path', 'must be the way from the document library to the file, such as Shared Documents/Cards.xlsx.');
}

function lastSegment({ pathname }: URL): string {
  const segment = pathname.replace(/\/$/, '').split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not encoded by SharePoint, so taken as it stands.
    return segment;
  }
}
