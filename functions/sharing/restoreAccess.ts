import type { ExternalAccess } from './externalAccess.ts';
import type { Receipt } from './receipts.ts';
import type { SharingOfGraph } from './sharingOfGraph.ts';

/** What became of access that was to be given back. */
export type Restored =
  | { readonly outcome: 'restored'; readonly note: string; readonly newPermissionId?: string }
  | { readonly outcome: 'alreadyRestored' | 'stillThere' | 'cannotBeRestored'; readonly note: string };

type Sharing = Pick<SharingOfGraph, 'has' | 'createLink' | 'invite'>;

/** Gives access back as far as Graph allows: never wider than it was, and never a link's old address. */
export async function restoreAccess(graph: Sharing, receipt: Receipt, now: Date): Promise<Restored> {
  const { file, access, state, newPermissionId } = receipt;
  if (state === 'restored' && (newPermissionId === undefined || (await graph.has(file, newPermissionId)))) {
    return { outcome: 'alreadyRestored', note: 'It was given back before.' };
  }
  if (await graph.has(file, access.permissionId)) {
    return { outcome: 'stillThere', note: 'It was never removed, or somebody brought it back.' };
  }
  const hindrance = whyNot(access, now);
  if (hindrance !== undefined) return { outcome: 'cannotBeRestored', note: hindrance };
  return access.kind === 'guest' ? await inviteAgain(graph, receipt) : await linkAgain(graph, receipt);
}

function whyNot(access: ExternalAccess, now: Date): string | undefined {
  const { kind, expiresAt } = access;
  if (kind === 'everyone')
    return 'Microsoft Graph cannot grant to everyone: grant it in the sharing dialog of the file.';
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime()) return `It would have ended on ${expiresAt}.`;
  return kind === 'guest' ? whyNoGuest(access) : whyNoLink(access);
}

function whyNoGuest({ expiresAt, people, roles }: ExternalAccess): string | undefined {
  // In SharePoint and OneDrive, Graph's `invite` heeds an end of links alone.
  if (expiresAt !== undefined) {
    return `The access would have ended on ${expiresAt}, and Microsoft Graph can only invite for good: invite the guest in the sharing dialog of the file.`;
  }
  if (people[0]?.email === undefined) return 'The service told no address of the guest, so nobody can be invited.';
  return grantable(roles).length === 0 ? `Microsoft Graph cannot grant ${roles.join(', ')}.` : undefined;
}

function whyNoLink({ kind, hasPassword, preventsDownload, linkType, people }: ExternalAccess): string | undefined {
  if (hasPassword === true) {
    return 'The link had a password, which nobody can read. A link without it would open more than before: make one with a password in the sharing dialog of the file.';
  }
  if (preventsDownload === true) {
    return 'The link let nobody download, and Microsoft Graph cannot make such a link. One without that would open more than before: make one in the sharing dialog of the file.';
  }
  // So it is in receipts from before this was read.
  if (preventsDownload === undefined && linkType === 'view') {
    return 'It is not known whether the link let people download, so a new one might open more than before: make one in the sharing dialog of the file.';
  }
  if (knownType(linkType) === undefined) return `Microsoft Graph cannot make a link of the type ${linkType}.`;
  if (kind === 'peopleLink' && people.some(({ email }) => email === undefined)) {
    return 'The service told no address of somebody in the link: make it in the sharing dialog of the file.';
  }
  return undefined;
}

const grantable = (roles: readonly string[]): string[] => roles.filter((role) => role === 'read' || role === 'write');

const knownType = (linkType: string | undefined): 'view' | 'edit' | undefined =>
  linkType === 'view' || linkType === 'edit' ? linkType : undefined;

async function inviteAgain(graph: Sharing, { file, access }: Receipt): Promise<Restored> {
  const id = await graph.invite(file, access.people[0]?.email ?? '', grantable(access.roles));
  return {
    outcome: 'restored',
    note: 'The guest has access again and was sent no mail.',
    ...(id !== undefined && { newPermissionId: id }),
  };
}

async function linkAgain(graph: Sharing, { file, access }: Receipt): Promise<Restored> {
  const { kind, people, linkType, expiresAt } = access;
  const id = await graph.createLink(file, {
    type: knownType(linkType) ?? 'view',
    scope: kind === 'peopleLink' ? 'users' : 'anonymous',
    ...(kind === 'peopleLink' && { emails: people.flatMap(({ email }) => email ?? []) }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  return {
    outcome: 'restored',
    note: 'There is a new link, with another address: the old one stays dead. Copy the new one from Manage access of the file, and send it to those who need it.',
    ...(id !== undefined && { newPermissionId: id }),
  };
}
