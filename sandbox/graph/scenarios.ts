import { type DlpPolicy, type DlpRule, dlpPolicies } from '../contoso/dlpPolicies.ts';
import { type Site, type SiteFile, sites } from '../contoso/sites.ts';
import { teams } from '../contoso/teams.ts';
import { findUser, type User, users } from '../contoso/users.ts';
import { type AlertSeverity, alertSeverities, type NewAlert } from './alertRecord.ts';
import { type Fields, memberOf } from './bodyFields.ts';
import { cloudAppAlert } from './cloudAppAlert.ts';
import { type DlpLocation, dlpAlert } from './dlpAlert.ts';
import { badRequest } from './graphError.ts';
import { insiderRiskAlert } from './insiderRiskAlert.ts';

/** Makes the alert of one of the sandbox's scenarios; what the wish leaves open is chosen from Contoso's data. */
export type Scenario = (wish: Fields, at: Date) => NewAlert;

export const scenarios: Readonly<Record<string, Scenario>> = {
  'dlp-match': dlpMatch,
  'insider-risk': (wish, at) =>
    insiderRiskAlert({
      user: userOf(wish) ?? users.lee,
      policyName: text(wish, 'policy') ?? 'Data theft by departing users',
      names: wish.names === undefined ? 'shown' : memberOf('names', wish.names, ['shown', 'hidden']),
      at,
      ...severityOf(wish),
      ...incidentOf(wish),
    }),
  'cloud-app': (wish, at) =>
    cloudAppAlert({
      user: userOf(wish) ?? users.alex,
      title: text(wish, 'title') ?? 'Mass download by a single user',
      application: { appId: 11_161, displayName: text(wish, 'application') ?? 'Microsoft 365' },
      at,
      ...severityOf(wish),
    }),
};

function dlpMatch(wish: Fields, at: Date): NewAlert {
  const policy = policyOf(wish) ?? dlpPolicies.financialData;
  const found = fileFor(policy, text(wish, 'file'), ruleSeverityOf(wish));
  const user = userOf(wish) ?? ownerOf(found.file);
  return dlpAlert({
    policy,
    rule: found.rule,
    user,
    location: locationOf(wish, policy, found, user),
    at,
    ...severityOf(wish),
  });
}

interface FoundFile {
  site: Site;
  file: SiteFile;
  rule: DlpRule;
}

/** The wished file, or the first one that a rule of the policy matches, preferably a rule of the wished severity. */
function fileFor(policy: DlpPolicy, name: string | undefined, severity: DlpRule['severity'] | undefined): FoundFile {
  const candidates = allFiles().filter(({ file }) => name === undefined || sameName(file.name, name));
  if (candidates.length === 0)
    throw badRequest(`There is no file '${name}'; Contoso has ${namesOfFiles().join(', ')}.`);
  const matches = candidates.flatMap(({ site, file }) =>
    policy.rules.filter((rule) => ruleMatches(rule, file)).map((rule) => ({ site, file, rule })),
  );
  const chosen = matches.find(({ rule }) => rule.severity === severity) ?? matches[0];
  if (chosen) return chosen;
  // A demonstration may wish for a file that no rule of that policy would match.
  const [candidate] = candidates;
  const [rule] = policy.rules;
  if (!candidate || !rule) throw badRequest(`The policy '${policy.name}' has no rule.`);
  return { ...candidate, rule };
}

function ruleMatches(rule: DlpRule, file: SiteFile): boolean {
  const byLabel = file.labelId !== undefined && (rule.labelIds ?? []).includes(file.labelId);
  const byContent = rule.sensitiveInformation.some(({ typeId, minimumCount, minimumConfidence }) =>
    file.sensitiveInformation.some(
      (found) => found.typeId === typeId && found.count >= minimumCount && found.confidence >= minimumConfidence,
    ),
  );
  return byLabel || byContent;
}

/** A mail when the wish names a recipient; otherwise where the policy looks. */
function locationOf(wish: Fields, policy: DlpPolicy, { site, file }: FoundFile, user: User): DlpLocation {
  const recipient = text(wish, 'recipient');
  if (recipient !== undefined) return { kind: 'mail', subject: file.name, recipient, attachments: 1 };
  if (policy.workloads.includes('EndpointDevices')) {
    const [account = 'user'] = user.userPrincipalName.split('@');
    const folder = `C:\\Users\\${account}\\Downloads`;
    return { kind: 'device', hostName: `CONTOSO-${account.toUpperCase()}`, file, folder };
  }
  if (policy.workloads.every((workload) => workload === 'MicrosoftTeams')) {
    const { id, channels } = teams.marketing;
    return { kind: 'teamsMessage', channel: { teamId: id, channelId: channels.general.id } };
  }
  return { kind: 'file', site, file };
}

function allFiles(): { site: Site; file: SiteFile }[] {
  const all: readonly Site[] = Object.values(sites);
  return all.flatMap((site) => Object.values(site.files).map((file) => ({ site, file })));
}

function namesOfFiles(): string[] {
  return allFiles().map(({ file }) => file.name);
}

function ownerOf(file: SiteFile): User {
  return findUser(file.ownerId) ?? users.adele;
}

function userOf(wish: Fields): User | undefined {
  const wished = text(wish, 'user');
  if (wished === undefined) return undefined;
  const user = findUser(wished) ?? Object.values(users).find(({ displayName }) => sameName(displayName, wished));
  if (!user) throw badRequest(`There is no user '${wished}'; name one by id, user principal name or display name.`);
  return user;
}

function policyOf(wish: Fields): DlpPolicy | undefined {
  const wished = text(wish, 'policy');
  if (wished === undefined) return undefined;
  const policies: readonly DlpPolicy[] = Object.values(dlpPolicies);
  const policy = policies.find(({ id, name }) => id === wished || sameName(name, wished));
  if (!policy)
    throw badRequest(`There is no policy '${wished}'; Contoso has ${policies.map(({ name }) => name).join(', ')}.`);
  return policy;
}

function severityOf(wish: Fields): { severity?: AlertSeverity } {
  return wish.severity === undefined ? {} : { severity: memberOf('severity', wish.severity, alertSeverities) };
}

function incidentOf(wish: Fields): { incidentId?: string } {
  const incidentId = text(wish, 'incident');
  return incidentId === undefined ? {} : { incidentId };
}

function ruleSeverityOf(wish: Fields): DlpRule['severity'] | undefined {
  return (['Low', 'Medium', 'High'] as const).find((severity) => severity.toLowerCase() === wish.severity);
}

function text(wish: Fields, name: string): string | undefined {
  const value = wish[name];
  if (value !== undefined && typeof value !== 'string') throw badRequest(`'${name}' must be a string.`);
  return value;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
