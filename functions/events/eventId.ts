import { hash } from 'node:crypto';
import type { Source } from './event.ts';
import { sources } from './event.ts';

const shortHash = (...parts: readonly string[]): string => hash('sha256', parts.join('\n'), 'base64url').slice(0, 22);

/** Names one version of one record of a tenant, wherever it was seen. */
export const versionHash = (tenantId: string, source: Source, recordId: string, version: string): string =>
  shortHash(tenantId, source, recordId, version);

/** Names one record of a tenant over all its versions; fits a row key whatever the vendor's id looks like. */
export const recordHash = (tenantId: string, source: Source, recordId: string): string =>
  shortHash(tenantId, source, recordId);

/** The event key: readable where the vendor's id allows it, and short enough to be a ticket's correlation id. */
export const eventKeyOf = (tenantId: string, source: Source, recordId: string): string =>
  `${source}-${/^[A-Za-z0-9._-]{1,80}$/.test(recordId) ? recordId : recordHash(tenantId, source, recordId)}`;

/** The event id holds the event's place, so that finding an event is one read and needs no index. */
export const eventIdOf = (source: Source, sequence: number, version: string): string =>
  `${source}-${sequence}-${version}`;

/** Where an event id says that its event is; undefined for a text that is no event id. */
export const placeOf = (eventId: string): { source: Source; sequence: number } | undefined => {
  const [, name, digits] = /^([a-zA-Z]+)-(\d{1,15})-[A-Za-z0-9_-]{22}$/.exec(eventId) ?? [];
  const source = sources.find((candidate) => candidate === name);
  return source && digits ? { source, sequence: Number(digits) } : undefined;
};
