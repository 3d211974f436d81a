import type { GraphPermissions } from '../functions/runtime/operation.ts';
import type { AdmittedRequest } from '../sandbox/graph/requestCounts.ts';
import { forOthers, permissionExceptions, unseen } from './permissionExceptions.ts';
import type { createPermissionMap } from './permissionMap.ts';

/** An operation or timer, what it declares, and what it was seen to ask of Graph. */
export interface Watched {
  readonly name: string;
  readonly declared: GraphPermissions;
  readonly asked: readonly AdmittedRequest[];
}

const kinds = ['delegated', 'application'] as const;

/** Permissions of other services than Graph are none of the map's. */
const isOfGraph = (permission: string): boolean => !permission.startsWith('ActivityFeed.');

/**
 * What is wrong with declared permissions, given what Graph was asked: every request must be covered by one that is
 * published for it, and every permission must be the least that some request asks for.
 */
export function permissionFaults(
  { name, declared, asked }: Watched,
  published: ReturnType<typeof createPermissionMap>,
): readonly string[] {
  if (asked.length === 0 && Object.hasOwn(unseen, name)) return [];
  return kinds.flatMap((kind) => {
    const routes = [...new Set(asked.filter((request) => request.kind === kind).map(({ route }) => route))];
    const held = (declared[kind] ?? []).filter(isOfGraph);
    const listed = routes.map((route) => {
      const plain = route.replaceAll(/\{[^}]*\}/g, '{}');
      const exception = permissionExceptions.find(({ routes: pattern }) => pattern.test(plain));
      const { least, also = [] } = exception ? { ...exception, also: [] } : { ...published(route, kind) };
      return { route, also, least: least && [...least, ...least.flatMap((name) => forOthers[name] ?? [])] };
    });
    return [
      ...listed.flatMap(({ route, least, also }) => {
        if (least === undefined)
          return [`${name}: nothing is published for ${route} (${kind}); list it as an exception`];
        if (held.some((permission) => least.includes(permission) || also.includes(permission))) return [];
        return [
          `${name}: ${route} wants ${kind} ${least.join(' or ')}, and ${held.join(', ') || 'nothing'} is declared`,
        ];
      }),
      ...held
        .filter((permission) => !listed.some(({ least = [] }) => least.includes(permission)))
        .map(
          (permission) =>
            `${name}: ${kind} ${permission} is the least for none of its requests (${routes.join(', ') || 'there are none'})`,
        ),
    ];
  });
}
