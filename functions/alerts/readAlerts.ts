import { eventsPerAppend } from '../events/eventLog.ts';
import type { SourcePage } from '../events/poller.ts';
import type { SetAsideRecord } from '../events/setAside.ts';
import type { NoteTold } from '../events/toldUploads.ts';
import { and, ge, lt } from '../integrations/graph/filter.ts';
import type { Graph } from '../integrations/graph/graph.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { utcTime } from '../integrations/vendorJson/utcTime.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import type { Alert } from './alert.ts';
import { toAlertDraft } from './alertDraft.ts';
import { alertPages, ourProducts } from './alertPages.ts';
import { tellsOfUpload, toUploadDraft } from './cloudAppUpload.ts';
import type { Pseudonyms } from './pseudonyms/pseudonyms.ts';
import { toAlert } from './toAlert.ts';

export interface ReadAlertsOptions {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly pageSize?: number;
  readonly pseudonyms: Pseudonyms;
  /** Versions that need not be read again. */
  readonly isKnown?: (alertId: string, updatedAt: string) => boolean;
  /** Names of cloud app alerts that tell of uploads to unsanctioned apps, in small letters; left out: none. */
  readonly uploadAlerts?: ReadonlySet<string>;
  /** Left out: nothing is noted. */
  readonly noteTold?: NoteTold;
  /** Adds what is known of the alerts of a page besides; left out: nothing. */
  readonly join?: (alerts: readonly Alert[]) => Promise<readonly Alert[]>;
}

/**
 * Reads the DLP, insider risk and cloud app alerts that were updated in a window of time, page by page and in no
 * particular order. A page that fails throws, and nothing after it is read.
 */
export async function* readAlerts(
  graph: Graph,
  {
    from,
    to,
    pageSize = eventsPerAppend,
    pseudonyms,
    isKnown,
    join,
    uploadAlerts = new Set(),
    noteTold,
  }: ReadAlertsOptions,
): AsyncGenerator<SourcePage> {
  const where = and(ge('lastUpdateDateTime', from), lt('lastUpdateDateTime', to));
  const readable = graph.needing({ permission: 'SecurityAlert.Read.All' });
  for await (const { value, date } of alertPages(readable, { where, products: ourProducts, top: pageSize })) {
    const alerts: Alert[] = [];
    const setAside: SetAsideRecord[] = [];
    for (const record of value) {
      try {
        if (isKnown && isRecord(record) && isKnown(String(record.id), utcTime(record.lastUpdateDateTime) ?? ''))
          continue;
        const alert = toAlert(pseudonyms.ofAlert(record));
        if (alert.product !== 'other') alerts.push(alert);
      } catch (error) {
        if (!(error instanceof UnmappableRecord)) throw error;
        const { recordId, message: reason } = error;
        setAside.push({ ...(recordId !== undefined && { recordId }), reason });
      }
    }
    const joined = join ? await join(alerts) : alerts;
    // The alert comes last: once it is in the log, its record is not read again, and so neither is the upload.
    const drafts = joined.flatMap((alert) => [
      ...(tellsOfUpload(alert, uploadAlerts) ? [toUploadDraft(alert)] : []),
      toAlertDraft(alert),
    ]);
    yield { drafts: noteTold ? await noteTold(drafts) : drafts, setAside, serverTime: date };
  }
}
