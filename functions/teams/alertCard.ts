import type { AdaptiveCard } from './adaptiveCard.ts';
import { inertText } from './inertText.ts';
import { microsoftLink } from './microsoftLink.ts';

/** What the card tells of an alert; all of it may be hostile. */
export interface AlertCardInput {
  readonly eventId?: string;
  readonly title: string;
  readonly severity: string;
  readonly status: string;
  readonly policyName?: string;
  readonly userPrincipalName?: string;
  readonly userDisplayName?: string;
  /** Stands for the user where insider risk management hides the names. */
  readonly pseudonym?: string;
  readonly files: readonly { readonly name: string; readonly url?: string }[];
  readonly product: string;
  /** ISO-8601 UTC. */
  readonly createdAt: string;
  readonly portalUrl?: string;
  readonly incidentId?: string;
  readonly isTest?: boolean;
}

type Element = Readonly<Record<string, unknown>>;

/** Sentences of ours only: a TextBlock reads Markdown and date functions. */
const ours = (text: string, look: Element = {}): Element => ({ type: 'TextBlock', text, wrap: true, ...look });

/** Text of the alert goes into a TextRun, and nowhere else: Markdown does not apply there. */
const theirs = (text: string, look: Element = {}): Element => ({
  type: 'RichTextBlock',
  spacing: 'Small',
  inlines: [{ type: 'TextRun', text, ...look }],
});

const severities = new Map([
  ['high', { name: 'High', style: 'attention' }],
  ['medium', { name: 'Medium', style: 'warning' }],
  ['low', { name: 'Low', style: 'accent' }],
  ['informational', { name: 'Informational', style: 'emphasis' }],
]);
const statuses = new Map([
  ['new', 'New'],
  ['inProgress', 'In progress'],
  ['resolved', 'Resolved'],
]);

const shownFiles = 5;
const textLength = 150;

const row = (label: string, value: readonly Element[]): Element => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: [
    { type: 'Column', width: '90px', items: [ours(label, { isSubtle: true })] },
    { type: 'Column', width: 'stretch', items: value },
  ],
});

const textRow = (label: string, text: string | undefined): Element[] => {
  const inert = inertText(text ?? '', textLength);
  return inert === '' ? [] : [row(label, [theirs(inert)])];
};

/** Shown in each reader's own time zone; what is no time is shown as the alert gave it. */
const timeRow = (createdAt: string): Element[] => {
  const date = new Date(createdAt);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9_999) {
    return textRow('Raised', createdAt);
  }
  // The card functions do not take fractions of a second.
  const time = `${date.toISOString().slice(0, 19)}Z`;
  return [row('Raised', [ours(`{{DATE(${time},SHORT)}} {{TIME(${time})}}`)])];
};

const file = ({ name, url }: AlertCardInput['files'][number]): Element => {
  const shown = inertText(name, textLength) || 'Unnamed file';
  const link = microsoftLink(url);
  if (link === undefined) {
    return theirs(url === undefined ? shown : `${shown} (${inertText(url, textLength)})`);
  }
  // The whole line is the link: Teams on the desktop does not follow the action of a TextRun (AdaptiveCards#9100).
  return {
    type: 'Container',
    spacing: 'Small',
    items: [theirs(shown, { color: 'Accent' })],
    selectAction: { type: 'Action.OpenUrl', title: 'Open the file', url: link },
  };
};

const filesRow = (files: AlertCardInput['files']): Element[] => {
  const rest = files.length - shownFiles;
  const more = rest > 0 ? [ours(`and ${rest} more`, { isSubtle: true })] : [];
  return files.length === 0
    ? []
    : [row(files.length === 1 ? 'File' : 'Files', [...files.slice(0, shownFiles).map(file), ...more])];
};

const user = ({ userDisplayName, userPrincipalName, pseudonym }: AlertCardInput): string | undefined =>
  userDisplayName !== undefined && userPrincipalName !== undefined
    ? `${inertText(userDisplayName, textLength / 2)} (${userPrincipalName})`
    : (userDisplayName ?? userPrincipalName ?? pseudonym);

interface AlertCardOptions {
  /** A sentence of the sender, above the alert. */
  readonly message?: string;
}

/**
 * Makes an Adaptive Card 1.5 of an alert, for people in Teams. Whatever the alert holds, the card stays far enough
 * below the 28 KB of a message, shows the alert's texts as nothing but text, and links only to Microsoft's portals
 * and SharePoint.
 */
export const alertCard = (alert: AlertCardInput, { message }: AlertCardOptions = {}): AdaptiveCard => {
  const severity = severities.get(alert.severity);
  const portal = microsoftLink(alert.portalUrl);
  const note = inertText(message ?? '', 1_000);
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText:
      'A Purview alert was raised. This client cannot show the card: open the alert in the Defender portal.',
    msteams: { width: 'Full' },
    body: [
      ...(note === '' ? [] : [theirs(note)]),
      {
        type: 'Container',
        style: severity?.style ?? 'emphasis',
        bleed: true,
        items: [
          ...(alert.isTest === true ? [ours('Test event: nothing happened', { weight: 'Bolder' })] : []),
          theirs(inertText(alert.title, 300) || 'Untitled alert', { size: 'Large', weight: 'Bolder' }),
          theirs(inertText(alert.product, textLength) || 'Microsoft Purview', { size: 'Small' }),
        ],
      },
      {
        type: 'Container',
        items: [
          ...textRow('Severity', severity?.name ?? alert.severity),
          ...textRow('Status', statuses.get(alert.status) ?? alert.status),
          ...textRow('Policy', alert.policyName),
          ...textRow('User', user(alert)),
          ...filesRow(alert.files),
          ...timeRow(alert.createdAt),
          ...textRow('Incident', alert.incidentId),
          ...(portal === undefined ? textRow('Link', alert.portalUrl) : []),
          ...textRow('Event', alert.eventId),
        ],
      },
    ],
    ...(portal !== undefined && {
      actions: [{ type: 'Action.OpenUrl', title: 'Open in Defender', url: portal }],
    }),
  };
};
