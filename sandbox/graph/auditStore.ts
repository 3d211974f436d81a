import { randomUUID } from 'node:crypto';
import { users } from '../contoso/users.ts';
import { type AuditLogRecord, auditRecordOf, matchDetails } from './auditRecordOf.ts';
import { type Clock, graphTime } from './clock.ts';

/** What a search was asked for, in Graph's words. */
export type AuditQuery = {
  displayName: string;
  filterStartDateTime: string;
  filterEndDateTime: string;
  recordTypeFilters: string[];
  keywordFilter: string | null;
  serviceFilters: string[];
  operationFilters: string[];
  userPrincipalNameFilters: string[];
  ipAddressFilters: string[];
  objectIdFilters: string[];
  administrativeUnitIdFilters: string[];
};

/** A search of the audit log; how far it has come follows from the clock. */
export interface AuditSearch {
  id: string;
  query: AuditQuery;
  startedAt: Date;
  /** Ends it otherwise than well. */
  end?: 'failed' | 'cancelled';
}

/** The tenant's audit log, and the searches of it. */
export interface AuditStore {
  readonly records: AuditLogRecord[];
  /** The most records that a search holds. */
  recordLimit: number;
  start(query: AuditQuery): AuditSearch;
  get(id: string): AuditSearch | undefined;
  statusOf(search: AuditSearch): 'notStarted' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** All that it finds, beyond the limit too. */
  found(search: AuditSearch): AuditLogRecord[];
}

/** A search of the last week for DLP matches, which ended long ago. */
export const finishedSearchId = '168ec429-084b-a489-90d8-504a87846305';

// By the simulated clock.
const waitsMs = 10_000;
const takesMs = 60_000;
const dayMs = 24 * 3_600_000;

export function createAuditStore(clock: Clock): AuditStore {
  const searches = new Map<string, AuditSearch>();
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMs);
  const store: AuditStore = {
    recordLimit: 1_000_000,
    records: contosoRecords(daysAgo),
    start(query) {
      const search: AuditSearch = { id: randomUUID(), query, startedAt: clock.now() };
      searches.set(search.id, search);
      return search;
    },
    get: (id) => searches.get(id),
    statusOf({ startedAt, end }) {
      const ageMs = clock.now().getTime() - startedAt.getTime();
      if (ageMs < waitsMs) return 'notStarted';
      return ageMs < takesMs ? 'running' : (end ?? 'succeeded');
    },
    found: ({ query }) => store.records.filter((record) => fits(record, query)),
  };
  searches.set(finishedSearchId, {
    id: finishedSearchId,
    startedAt: daysAgo(1),
    query: {
      displayName: 'DLP matches of last week',
      filterStartDateTime: graphTime(daysAgo(8)),
      filterEndDateTime: graphTime(daysAgo(1)),
      recordTypeFilters: ['complianceDLPSharePoint'],
      keywordFilter: null,
      serviceFilters: [],
      operationFilters: [],
      userPrincipalNameFilters: [],
      ipAddressFilters: [],
      objectIdFilters: [],
      administrativeUnitIdFilters: [],
    },
  });
  return store;
}

const has = (wanted: readonly string[], value: string): boolean =>
  wanted.length === 0 || wanted.some((one) => one.toLowerCase() === value.toLowerCase());

function fits(record: AuditLogRecord, query: AuditQuery): boolean {
  const at = Date.parse(record.createdDateTime);
  return (
    at >= Date.parse(query.filterStartDateTime) &&
    at < Date.parse(query.filterEndDateTime) &&
    has(query.recordTypeFilters, record.auditLogRecordType) &&
    has(query.operationFilters, record.operation) &&
    has(query.userPrincipalNameFilters, record.userPrincipalName) &&
    has(query.serviceFilters, record.service) &&
    has(query.objectIdFilters, record.objectId) &&
    has(query.ipAddressFilters, String(record.auditData.ClientIP)) &&
    (query.keywordFilter === null || JSON.stringify(record.auditData).includes(query.keywordFilter))
  );
}

function contosoRecords(daysAgo: (days: number) => Date): AuditLogRecord[] {
  const finance = 'https://contoso.sharepoint.com/sites/finance/Shared Documents';
  return [
    auditRecordOf({
      user: users.pradeep,
      at: daysAgo(2),
      recordType: 'ComplianceDLPSharePoint',
      operation: 'DlpRuleMatch',
      service: 'SharePoint',
      objectId: `${finance}/Payments/Card payments Q3.xlsx`,
      details: matchDetails('Financial data', '4111 1111 1111 1111', '5500 0000 0000 0004'),
    }),
    auditRecordOf({
      user: users.adele,
      at: daysAgo(3),
      recordType: 'ComplianceDLPSharePoint',
      operation: 'DLPRuleMatch',
      service: 'OneDrive',
      objectId: 'https://contoso-my.sharepoint.com/personal/adele/Documents/Customers.xlsx',
      details: matchDetails('Financial data', '3400 000000 00009'),
    }),
    auditRecordOf({
      user: users.lynne,
      at: daysAgo(4),
      recordType: 'SensitivityLabelAction',
      operation: 'SensitivityLabelRemoved',
      service: 'SharePoint',
      objectId: `${finance}/Forecast.docx`,
    }),
  ];
}
