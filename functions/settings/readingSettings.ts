import type { SettingGroup } from './setting.ts';

/** What is read of Microsoft Graph and the activity feed, and when. */
export const readingSettings = {
  ACTIVITY_FEED_BASE_URL: {
    kind: 'origin',
    default: 'https://manage.office.com',
    description: 'Origin of the Office 365 Management Activity API.',
  },
  ALERT_POLL_SCHEDULE: {
    kind: 'schedule',
    default: '0 * * * * *',
    description: 'When alerts are polled: six-field NCRONTAB in UTC, as are all schedules.',
  },
  INCIDENT_POLL_SCHEDULE: {
    kind: 'schedule',
    default: '30 * * * * *',
    description: 'When incidents are polled.',
  },
  ACTIVITY_POLL_SCHEDULE: {
    kind: 'schedule',
    default: '0 */2 * * * *',
    description: 'When the activity feed is polled.',
  },
  ALERT_OVERLAP_MINUTES: {
    kind: 'integer',
    default: '120',
    minimum: 1,
    maximum: 10_080,
    description: 'How far each poll of alerts and incidents reads again before its watermark, for what arrives late.',
  },
  ACTIVITY_OVERLAP_HOURS: {
    kind: 'integer',
    default: '24',
    minimum: 1,
    maximum: 168,
    description: 'The same for the activity feed, which keeps 7 days.',
  },
  ACTIVITY_CONTENT_TYPES: {
    kind: 'contentTypes',
    default: 'DLP.All,Audit.SharePoint,Audit.General',
    description:
      'What is read of the activity feed, separated by commas, or none. The default is what the triggers about rule matches, labels, sharing, uploads and policies stand on; Audit.Exchange and Audit.AzureActiveDirectory are the others.',
  },
  AUDIT_OPERATIONS: {
    kind: 'list',
    default: '',
    description:
      'Operations whose records are kept as audit events, separated by commas; empty: all. What the other triggers need is kept in any case.',
  },
  UNSANCTIONED_APP_ALERTS: {
    kind: 'list',
    default: 'Data exfiltration to unsanctioned apps',
    description:
      'Titles or policies of Defender for Cloud Apps alerts that OnShadowItUpload takes for uploads to an unsanctioned app, separated by commas; none: takes no alerts. The default is the name of Microsoft’s own policy; add those of yours.',
  },
  DLP_ALERT_EVENTS: {
    kind: 'boolean',
    default: 'false',
    description:
      'Whether rule matches of DLP alerts are also asked for at dlpAlertEvent of Microsoft Graph beta, a preview without a published permission; public code uses SecurityEvents.Read.All.',
  },
  INITIAL_LOOKBACK_HOURS: {
    kind: 'integer',
    default: '24',
    minimum: 0,
    maximum: 168,
    description: 'How far back a new installation begins to read.',
  },
} as const satisfies SettingGroup;
