import { present } from '../integrations/vendorJson/present.ts';
import { inside, read, text, texts, type VendorFields } from '../integrations/vendorJson/readers.ts';
import type { Product } from './alertEnums.ts';
import { evidenceType } from './evidence/evidenceType.ts';

const roles = { roles: texts('roles') };
const account = inside('userAccount', {
  userPrincipalName: text('userPrincipalName'),
  displayName: text('displayName'),
  accountName: text('accountName'),
});
const mailbox = { userPrincipalName: text('upn'), displayName: text('displayName') };

// Who broke the policy comes before who happens to be named as well.
const roleOrder = ['policyViolator', 'attacker', 'source', 'compromised', 'suspicious'];

/** The person whom an alert is about; insider risk management may show a pseudonym only. */
export function subjectOf(product: Product, evidence: readonly VendorFields[], actorDisplayName: string | undefined) {
  const [user] = evidence.filter((piece) => evidenceType(piece) === 'user').sort((a, b) => rank(a) - rank(b));
  const box = evidence.find((piece) => evidenceType(piece) === 'mailbox');
  const { userPrincipalName, displayName, accountName } = {
    ...(box && read(mailbox, box)),
    ...(user && read(account, user)),
  };
  const name = displayName ?? accountName ?? actorDisplayName;
  const hidden = product === 'insiderRisk' && userPrincipalName === undefined;
  return present({
    actor: userPrincipalName ?? name,
    userPrincipalName,
    userDisplayName: hidden ? undefined : displayName,
    pseudonym: hidden ? name : undefined,
  });
}

function rank(piece: VendorFields): number {
  const places = (read(roles, piece).roles ?? []).map((role) => roleOrder.indexOf(role)).filter((place) => place >= 0);
  return Math.min(roleOrder.length, ...places);
}
