import { randomUUID } from 'node:crypto';
import { tenant } from '../contoso/tenant.ts';
import type { User } from '../contoso/users.ts';
import { graphTime } from './clock.ts';

/** A record of the audit log as Graph's search gives it. */
export type AuditLogRecord = {
  id: string;
  createdDateTime: string;
  /** In PascalCase, unlike the filter that finds it. */
  auditLogRecordType: string;
  operation: string;
  organizationId: string;
  userType: string;
  /** The classic UserKey. */
  userId: string;
  service: string;
  objectId: string;
  /** The classic UserId. */
  userPrincipalName: string;
  clientIp: string | null;
  administrativeUnits: string[];
  auditData: Record<string, unknown>;
};

interface Happening {
  user: User;
  at: Date;
  recordType: string;
  operation: string;
  service: string;
  objectId: string;
  details?: Record<string, unknown>;
}

/** Puts something that happened the way that Graph records it: fields crossed, the address in the data only. */
export function auditRecordOf({
  user,
  at,
  recordType,
  operation,
  service,
  objectId,
  details,
}: Happening): AuditLogRecord {
  const id = randomUUID();
  const userKey = `i:0h.f|membership|${user.id.slice(0, 8)}@live.com`;
  return {
    id,
    createdDateTime: graphTime(at),
    auditLogRecordType: recordType,
    operation,
    organizationId: tenant.id,
    userType: 'Regular',
    userId: userKey,
    service,
    objectId,
    userPrincipalName: user.userPrincipalName,
    clientIp: null,
    administrativeUnits: [''],
    auditData: {
      '@odata.type': '#microsoft.graph.security.defaultAuditData',
      Id: id,
      CreationTime: at.toISOString().slice(0, 19),
      Operation: operation,
      Workload: service,
      UserId: user.userPrincipalName,
      UserKey: userKey,
      ClientIP: '203.0.113.24',
      ObjectId: objectId,
      'PolicyDetails@odata.type': '#Collection(microsoft.graph.security.defaultAuditData)',
      ...details,
    },
  };
}

/** What a DLP rule found, with the secrets themselves, as the service records it. */
export const matchDetails = (policyName: string, ...secrets: readonly string[]): Record<string, unknown> => ({
  PolicyDetails: [
    {
      '@odata.type': '#microsoft.graph.security.defaultAuditData',
      PolicyName: policyName,
      Rules: [
        {
          RuleName: 'High count',
          Severity: 'High',
          ConditionsMatched: {
            SensitiveInformation: [
              {
                SensitiveInformationTypeName: 'Credit Card Number',
                Count: secrets.length,
                Confidence: 85,
                SensitiveInformationDetections: {
                  DetectedValues: secrets.map((value) => ({ Name: 'Credit Card Number', Value: value })),
                  ResultsTruncated: false,
                },
              },
            ],
          },
        },
      ],
    },
  ],
});
