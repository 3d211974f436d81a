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
  const ofType = (type: string) => evidence.filter((piece) => evidenceType(piece) === type);
  const [user] = ofType('user')
    .sort((a, b) => rank(a) - rank(b))
    .map((piece) => read(account, piece))
    .filter((named) => Object.keys(named).length > 0);
  // A mailbox may be another person's, such as a recipient's: it adds to a user only what is told of that user.
  const box = ofType('mailbox')
    .map((piece) => read(mailbox, piece))
    .find(({ userPrincipalName }) => !user || isSame(userPrincipalName, user.userPrincipalName));
  const { userPrincipalName, displayName, accountName } = { ...box, ...user };
  const name = displayName ?? accountName ?? actorDisplayName;
  const hidden = product === 'insiderRisk' && userPrincipalName === undefined;
  return present({
    actor: userPrincipalName ?? name,
    userPrincipalName,
    userDisplayName: hidden ? undefined : displayName,
    pseudonym: hidden ? name : undefined,
  });
}

const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one.toLowerCase() === other?.toLowerCase();

function rank(piece: VendorFields): number {
  const places = (read(roles, piece).roles ?? []).map((role) => roleOrder.indexOf(role)).filter((place) => place >= 0);
  return Math.min(roleOrder.length, ...places);
}
