import { tenant } from '../contoso/tenant.ts';
import { type AlertRecord, alertRecord, type NewAlert } from './alertRecord.ts';
import type { Clock } from './clock.ts';
import type { IncidentStore } from './incidentStore.ts';

/** The tenant's alerts, listed by time of creation, newest first. */
export interface AlertStore {
  readonly size: number;
  raise(alert?: NewAlert): AlertRecord;
  /** Merges the changes and moves `lastUpdateDateTime`, unless the changes set it. */
  update(id: string, changes: NewAlert): AlertRecord;
  get(id: string): AlertRecord | undefined;
  newestFirst(): Iterable<AlertRecord>;
  /** Calls the listener with every alert that is raised or updated from now on, until the returned function is called. */
  watch(listener: (alert: AlertRecord, change: 'raised' | 'updated') => void): () => void;
  clear(): void;
}

export function createAlertStore(clock: Clock, incidents: IncidentStore, newId: () => string): AlertStore {
  const byId = new Map<string, AlertRecord>();
  const oldestFirst: AlertRecord[] = [];
  const listeners = new Set<Parameters<AlertStore['watch']>[0]>();
  let lastIncident = 1000;

  return {
    get size() {
      return byId.size;
    },
    raise(alert = {}) {
      const id = alert.id ?? newId();
      const record = alertRecord(id, clock.timestamp(), {
        ...inTenant(id, alert.incidentId ?? String(lastIncident + 1)),
        ...alert,
      });
      if (byId.has(record.id)) throw new Error(`Alert ${record.id} exists already; change it with update().`);
      lastIncident += 1;
      byId.set(record.id, record);
      oldestFirst.splice(positionAfter(oldestFirst, record.createdDateTime), 0, record);
      incidents.add(record);
      for (const listener of listeners) listener(record, 'raised');
      return record;
    },
    update(id, changes) {
      const record = byId.get(id);
      if (!record) throw new Error(`There is no alert ${id} to update.`);
      const { id: _id, createdDateTime: _created, ...rest } = changes;
      Object.assign(record, { lastUpdateDateTime: clock.timestamp() }, rest);
      incidents.alertChanged(record);
      for (const listener of listeners) listener(record, 'updated');
      return record;
    },
    get: (id) => byId.get(id),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      byId.clear();
      oldestFirst.length = 0;
      incidents.clear();
    },
    *newestFirst() {
      for (let index = oldestFirst.length - 1; index >= 0; index -= 1) {
        const record = oldestFirst[index];
        if (record) yield record;
      }
    },
  };
}

/** What Defender adds to every alert: its tenant, and an incident, here one of its own unless the alert names one. */
function inTenant(alertId: string, incidentId: string): NewAlert {
  const portal = 'https://security.microsoft.com';
  return {
    tenantId: tenant.id,
    alertWebUrl: `${portal}/alerts/${encodeURIComponent(alertId)}?tid=${tenant.id}`,
    incidentId,
    incidentWebUrl: `${portal}/incidents/${incidentId}?tid=${tenant.id}`,
  };
}

function positionAfter(oldestFirst: readonly AlertRecord[], createdDateTime: string): number {
  let [low, high] = [0, oldestFirst.length];
  // Alerts nearly always arrive in order, so the end is tried first.
  if ((oldestFirst.at(-1)?.createdDateTime ?? '') <= createdDateTime) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((oldestFirst[middle]?.createdDateTime ?? '') <= createdDateTime) low = middle + 1;
    else high = middle;
  }
  return low;
}
