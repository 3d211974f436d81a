import type { AuditRecord } from './auditRecord.ts';
import type { AuditSearch } from './auditSearch.ts';

/** A search for the examples in the docs. */
export const exampleSearch: AuditSearch = {
  searchId: '168ec429-084b-a489-90d8-504a87846305',
  displayName: 'DLP matches of last week',
  status: 'succeeded',
  isEnded: true,
  isLimitExceeded: false,
  approximateRecordCount: 42,
  from: '2026-11-16T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  recordTypes: ['complianceDLPSharePoint'],
};

export const exampleAuditRecord: AuditRecord = {
  recordId: 'f2c6b1d4-5a0e-4c39-9d1b-7b8a2f4e6c10',
  occurredAt: '2026-11-20T10:15:00.000Z',
  recordType: 'ComplianceDLPSharePoint',
  operation: 'DlpRuleMatch',
  service: 'SharePoint',
  user: 'adele@contoso.com',
  userKey: 'i:0h.f|membership|1003200189ab12cd@live.com',
  userType: 'Regular',
  objectId: 'https://contoso.sharepoint.com/sites/finance/Shared Documents/Salaries.xlsx',
  clientIp: '203.0.113.24',
  details: { Workload: 'SharePoint', PolicyDetails: [{ PolicyName: 'Financial data' }] },
};
