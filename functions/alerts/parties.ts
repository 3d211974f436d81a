import { escapedAddress } from '../integrations/sharePoint/escapedAddress.ts';
import {
  type Found,
  inside,
  number,
  numericId,
  object,
  read,
  recordsIn,
  type Shape,
  text,
  texts,
  time,
  type VendorFields,
} from '../integrations/vendorJson/readers.ts';
import { evidenceType } from './evidence/evidenceType.ts';
import { onceBy } from './onceBy.ts';

const account = {
  userPrincipalName: text('userPrincipalName'),
  displayName: text('displayName'),
  objectId: text('azureAdUserId'),
  accountName: text('accountName'),
  domain: text('domainName'),
};
const fileDetails = {
  name: text('fileName'),
  path: text('filePath'),
  sizeBytes: number('fileSize'),
  sha256: text('sha256'),
};
const blob = { name: text('name'), url: text('url') };
const analyzedMessage = {
  subject: text('subject'),
  p2Sender: object('p2Sender', { address: text('emailAddress') }),
  p1Sender: object('p1Sender', { address: text('emailAddress') }),
  recipient: text('recipientEmailAddress'),
  receivedAt: time('receivedDateTime'),
  internetMessageId: text('internetMessageId'),
  networkMessageId: text('networkMessageId'),
};
const submissionMail = {
  subject: text('subject'),
  sender: text('sender'),
  recipient: text('recipient'),
  networkMessageId: text('networkMessageId'),
};
const device = {
  name: text('deviceDnsName'),
  entraDeviceId: text('azureAdDeviceId'),
  mdeDeviceId: text('mdeDeviceId'),
  osPlatform: text('osPlatform'),
};
const cloudApp = { name: text('displayName'), appId: numericId('appId'), instanceName: text('instanceName') };
const teamsMessage = {
  messageId: text('messageId'),
  threadId: text('threadId'),
  teamId: text('groupId'),
  channelId: text('channelId'),
  subject: text('subject'),
  sender: text('senderFromAddress'),
  recipients: texts('recipients'),
};

/** The useful parts of the evidence, flat and by kind, each thing once; a kind without any is left out. */
export function parties(evidence: readonly VendorFields[]) {
  const all = evidence.flatMap((piece) => [piece, ...within(piece)]);
  const files = [...found(all, 'file', inside('fileDetails', fileDetails)).map(withUrl), ...found(all, 'blob', blob)];
  const urls = [
    ...found(all, 'url', { url: text('url') }).flatMap(({ url }) => url ?? []),
    ...found(all, 'analyzedMessage', { urls: texts('urls') }).flatMap(({ urls }) => urls ?? []),
  ];
  const mails = [
    ...found(all, 'analyzedMessage', analyzedMessage).map(({ p1Sender, p2Sender, ...mail }) => {
      // The address that mail programs show (P2) may differ from the envelope's, and is the one that people know.
      const sender = p2Sender?.address ?? p1Sender?.address;
      return { ...mail, ...(sender !== undefined && { sender }) };
    }),
    ...found(all, 'submissionMail', submissionMail),
  ];
  const users = [
    ...found(all, 'user', inside('userAccount', account)),
    ...found(all, 'mailbox', { userPrincipalName: text('upn'), displayName: text('displayName') }),
  ];
  const addresses = [...files.flatMap((file) => ('url' in file ? (file.url ?? []) : [])), ...urls];
  return {
    ...listed(
      'users',
      onceBy(users, ({ userPrincipalName }) => userPrincipalName?.toLowerCase()),
    ),
    ...listed('files', once(files)),
    ...listed('mails', once(mails)),
    ...listed('sites', [...new Set(addresses.flatMap(siteOf))]),
    ...listed('devices', once(found(all, 'device', device))),
    ...listed('cloudApps', once(found(all, 'cloudApplication', cloudApp))),
    ...listed('teamsMessages', once(found(all, 'teamsMessage', teamsMessage))),
    ...listed('urls', [...new Set(urls)]),
  };
}

function within(piece: VendorFields): VendorFields[] {
  const typed = (type: string) => (inner: VendorFields) => ({ '@odata.type': type, ...inner });
  return [
    ...(recordsIn(piece.files) ?? []).map(typed('#microsoft.graph.security.fileEvidence')),
    ...(recordsIn(piece.urls) ?? []).map(typed('#microsoft.graph.security.urlEvidence')),
  ];
}

const found = <S extends Shape>(evidence: readonly VendorFields[], type: string, shape: S): Found<S>[] =>
  evidence
    .filter((piece) => evidenceType(piece) === type)
    .map((piece) => read(shape, piece))
    .filter((party) => Object.keys(party).length > 0);

function withUrl<F extends { name?: string; path?: string }>(file: F): F & { url?: string } {
  const { name, path } = file;
  if (!path || !/^https?:\/\//i.test(path)) return file;
  const isWhole = !name || decoded(path).endsWith(`/${name}`);
  const url = escapedAddress(path);
  return { ...file, url: isWhole ? url : `${url.replace(/\/$/, '')}/${encodeURIComponent(name)}` };
}

/** The site of an address in SharePoint or OneDrive. */
function siteOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { origin, hostname, pathname } = new URL(address);
  if (!/\.sharepoint\.[a-z]{2,10}(?:\.[a-z]{2,10})?$/.test(hostname)) return [];
  return [origin + (/^\/(?:sites|teams|personal)\/[^/]+/.exec(pathname)?.[0] ?? '')];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing is part of a name.
    return path;
  }
}

const once = <T>(items: readonly T[]): T[] => onceBy(items, () => undefined);

const listed = <K extends string, T>(name: K, items: T[]): { [P in K]?: T[] } =>
  (items.length > 0 ? { [name]: items } : {}) as { [P in K]?: T[] };
