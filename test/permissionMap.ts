import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Listed {
  readonly least: readonly string[];
  readonly also: readonly string[];
}

/** Microsoft's published permissions of one method of one path, by who calls. */
type ByKind = Readonly<Partial<Record<'DelegatedWork' | 'Application', Listed>>>;

const file = join(import.meta.dirname, '../../shared/graph/permissions.json');

/** Why the tests that need the map are skipped; false where it is there. */
export const withoutPermissionMap: string | false = existsSync(file)
  ? false
  : `NOT CHECKED: ${file} IS MISSING, so no permission was compared with what Microsoft publishes.`;

/** One spelling for all: in the map, letters, names of parameters and a slash or two are as they happened to be. */
const folded = (path: string): string =>
  path
    .toLowerCase()
    .replaceAll(/\{[^}]*\}/g, '{}')
    .replaceAll(/([^/])\{\}/g, '$1/{}');

/** What Microsoft publishes for a route such as `GET /security/alerts_v2/{alertId}`; undefined when nothing. */
export function createPermissionMap(): (route: string, kind: 'delegated' | 'application') => Listed | undefined {
  const published: Readonly<Record<string, Readonly<Record<string, ByKind>>>> = JSON.parse(readFileSync(file, 'utf8'));
  const byPath = Map.groupBy(Object.entries(published), ([path]) => folded(path));
  return (route, kind) => {
    const [method = '', path = ''] = route.split(' ');
    // The map does not tell the versions apart.
    const found = (byPath.get(folded(path.replace(/^\/beta\//, '/'))) ?? []).flatMap(([, methods]) => {
      const listed = methods[method]?.[kind === 'delegated' ? 'DelegatedWork' : 'Application'];
      return listed === undefined ? [] : [listed];
    });
    if (found.length === 0) return undefined;
    return { least: found.flatMap(({ least }) => least), also: found.flatMap(({ also }) => also) };
  };
}
