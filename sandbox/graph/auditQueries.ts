import type { AuditQuery, AuditSearch, AuditStore } from './auditStore.ts';
import { type Fields, fieldsOf, stringOf } from './bodyFields.ts';
import { graphTime } from './clock.ts';
import { badRequest, notFound } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { refuseUnknownOptions } from './odata/listQuery.ts';
import { skipTokenPage } from './skipTokenPage.ts';

const services = ['Entra', 'Exchange', 'SharePoint', 'OneDrive', 'Endpoint', 'CRM'];
const permitted = ['AuditLogsQuery.Read.All', ...services.map((service) => `AuditLogsQuery-${service}.Read.All`)];
const permissions = { delegated: permitted, application: permitted };
const pageSize = 150;

/** `/security/auditLog/queries` in both versions: some tenants have them in beta only. */
export function auditQueryRoutes(audit: AuditStore): GraphRoute[] {
  return [...routesOf(audit), ...routesOf(audit).map((route) => ({ ...route, version: 'beta' as const }))];
}

function routesOf(audit: AuditStore): GraphRoute[] {
  const collection = '/security/auditLog/queries';
  const existing = (call: GraphCall): AuditSearch => {
    const id = call.param('queryId');
    const search = audit.get(id);
    if (!search) throw notFound(`Audit log query '${id}'`);
    return search;
  };
  const presented = (search: AuditSearch): Fields => {
    const status = audit.statusOf(search);
    const count = status === 'succeeded' ? audit.found(search).length : 0;
    return {
      '@odata.type': '#microsoft.graph.security.auditLogQuery',
      id: search.id,
      ...search.query,
      status,
      // A search that has too much still succeeds.
      isRecordCountLimitExceeded: count > audit.recordLimit,
      recordCountLimit: audit.recordLimit,
      approximateReturnedRecordCount: Math.min(count, audit.recordLimit),
    };
  };
  return [
    {
      method: 'POST',
      path: collection,
      permissions,
      answer: (call) => ({ status: 201, body: presented(audit.start(queryOf(call.body))) }),
    },
    {
      method: 'GET',
      path: `${collection}/{queryId}`,
      permissions,
      answer(call) {
        refuseUnknownOptions(call.query, new Set());
        return { status: 200, body: presented(existing(call)) };
      },
    },
    {
      method: 'GET',
      path: `${collection}/{queryId}/records`,
      permissions,
      answer(call) {
        const search = existing(call);
        const isThere = audit.statusOf(search) === 'succeeded';
        const records = () => (isThere ? audit.found(search).slice(0, audit.recordLimit) : []);
        return skipTokenPage(call, { context: `security/auditLog/queries('${search.id}')/records`, records, pageSize });
      },
    },
  ];
}

const listNames = [
  'recordTypeFilters',
  'serviceFilters',
  'operationFilters',
  'userPrincipalNameFilters',
  'ipAddressFilters',
  'objectIdFilters',
  'administrativeUnitIdFilters',
] as const;
const names: readonly string[] = [
  'displayName',
  'filterStartDateTime',
  'filterEndDateTime',
  'keywordFilter',
  ...listNames,
];

function queryOf(body: unknown): AuditQuery {
  const { '@odata.type': _type, ...fields } = fieldsOf(body);
  const [unknown] = Object.keys(fields).filter((name) => !names.includes(name));
  if (unknown !== undefined) throw badRequest(`The property '${unknown}' does not exist on type 'auditLogQuery'.`);
  const lists = Object.fromEntries(listNames.map((name) => [name, textsOf(name, fields[name])]));
  // As the wire has it: the metadata's own spelling is not taken.
  for (const type of lists.recordTypeFilters ?? [])
    if (!/^[a-z][A-Za-z0-9]*$/.test(type)) throw badRequest(`Cannot convert '${type}' to 'auditLogRecordType'.`);
  return {
    ...(lists as Pick<AuditQuery, (typeof listNames)[number]>),
    displayName: stringOf('displayName', fields.displayName ?? ''),
    keywordFilter: fields.keywordFilter === undefined ? null : stringOf('keywordFilter', fields.keywordFilter),
    filterStartDateTime: timeOf('filterStartDateTime', fields.filterStartDateTime),
    filterEndDateTime: timeOf('filterEndDateTime', fields.filterEndDateTime),
  };
}

function textsOf(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badRequest(`The property '${name}' must be a collection.`);
  return value.map((entry) => stringOf(name, entry));
}

function timeOf(name: string, value: unknown): string {
  const text = stringOf(name, value);
  if (Number.isNaN(Date.parse(text))) throw badRequest(`The property '${name}' must be a DateTimeOffset.`);
  return graphTime(new Date(text));
}
