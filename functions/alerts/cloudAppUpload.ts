import type { EventDraft } from '../events/event.ts';
import type { ShadowItUpload } from '../events/shadowItUpload.ts';
import { present } from '../integrations/vendorJson/present.ts';
import type { Alert } from './alert.ts';
import { toAlertDraft } from './alertDraft.ts';

/**
 * Whether an alert of Defender for Cloud Apps tells of an upload to an unsanctioned app. Nothing in it says so but its
 * title, which is the name of its policy: Microsoft's own, or one that an administrator made.
 * https://learn.microsoft.com/defender-cloud-apps/anomaly-detection-policy
 */
export const tellsOfUpload = ({ product, title, policyName }: Alert, names: ReadonlySet<string>): boolean =>
  product === 'cloudApps' && [title, policyName].some((name = '') => names.has(name.trim().toLowerCase()));

/** The upload that such an alert tells of, an event beside the alert's own. */
export function toUploadDraft(alert: Alert): EventDraft {
  const { facets, ...draft } = toAlertDraft(alert);
  const { alertId, title, userPrincipalName, policyName, cloudApps = [], devices = [], files = [], urls = [] } = alert;
  const { labels = [], named = {} } = facets;
  const targetDomain = urls.flatMap((url) => URL.parse(url)?.hostname ?? []).find((host) => host !== '');
  const actionTaken = wasBlocked(alert) ? 'blocked' : 'unknown';
  const upload: ShadowItUpload = {
    recordId: alertId,
    operation: title ?? 'Alert',
    occurredAt: draft.occurredAt,
    actionTaken,
    ...present({
      userPrincipalName,
      deviceName: devices[0]?.name,
      targetDomain,
      targetApp: cloudApps[0]?.name,
      fileName: files[0]?.name,
      filePath: files[0]?.url ?? files[0]?.path,
      labelId: labels.find(isGuid),
      labelName: labels.find((label) => !isGuid(label)),
      policyName,
    }),
    alertId,
  };
  return {
    ...draft,
    recordId: `${alertId}.upload`,
    type: 'shadowItUpload',
    facets: {
      ...facets,
      named: {
        app: [...(targetDomain === undefined ? [] : [targetDomain]), ...(named.cloudApp ?? [])],
        actionTaken: [actionTaken],
        file: files.flatMap(({ name }) => name ?? []),
      },
    },
    noun: 'upload',
    thing: upload,
  };
}

const wasBlocked = ({ evidence = [] }: Alert): boolean =>
  evidence.some(({ remediationStatus }) => remediationStatus === 'blocked' || remediationStatus === 'prevented');

const isGuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
