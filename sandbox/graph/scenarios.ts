import { randomUUID } from 'node:crypto';
import { dlpRecord } from '../activityFeed/dlpRecord.ts';
import { type DlpPolicy, type DlpRule, dlpPolicies } from '../contoso/dlpPolicies.ts';
import type { Site, SiteFile } from '../contoso/site.ts';
import { teams } from '../contoso/teams.ts';
import { type User, users } from '../contoso/users.ts';
import { activityScenarios } from './activityScenarios.ts';
import { type AlertSeverity, alertSeverities } from './alertRecord.ts';
import { type Fields, memberOf } from './bodyFields.ts';
import { cloudAppAlert } from './cloudAppAlert.ts';
import { type DlpLocation, dlpAlert } from './dlpAlert.ts';
import { badRequest } from './graphError.ts';
import type { Happening, Scenario } from './happening.ts';
import { insiderRiskAlert } from './insiderRiskAlert.ts';
import { address, allFiles, fileOf, namesOfFiles, ownerOf, policyOf, sameName, text, userOf } from './wishes.ts';

export const scenarios: Readonly<Record<string, Scenario>> = {
  'dlp-match': dlpMatch,
  'insider-risk': (wish, at) => ({
    alert: insiderRiskAlert({
      user: userOf(wish) ?? users.lee,
      policyName: text(wish, 'policy') ?? 'Data theft by departing users',
      names: wish.names === undefined ? 'shown' : memberOf('names', wish.names, ['shown', 'hidden']),
      at,
      ...severityOf(wish),
      ...incidentOf(wish),
    }),
  }),
  'cloud-app': (wish, at) => ({
    alert: cloudAppAlert({
      user: userOf(wish) ?? users.alex,
      title: text(wish, 'title') ?? 'Mass download by a single user',
      application: { appId: 11_161, displayName: text(wish, 'application') ?? 'Microsoft 365' },
      at,
      ...severityOf(wish),
    }),
  }),
  'unsanctioned-app': (wish, at) => {
    const file = fileOf(wish)?.file;
    const user = userOf(wish) ?? (file ? ownerOf(file) : users.alex);
    const [account = 'user'] = user.userPrincipalName.split('@');
    return {
      alert: cloudAppAlert({
        user,
        // The name of the policy that every tenant has for it.
        title: text(wish, 'title') ?? 'Data exfiltration to unsanctioned apps',
        application: { appId: 11_627, displayName: text(wish, 'application') ?? 'Dropbox' },
        category: 'Exfiltration',
        technique: 'T1567',
        at,
        // What Defender for Cloud Apps reads in traffic logs names no files; other policies of it do.
        ...(file && {
          file: { name: file.name, path: `C:\\Users\\${account}\\Downloads`, sizeBytes: file.sizeBytes },
        }),
        ...severityOf(wish),
      }),
    };
  },
  ...activityScenarios,
};

function dlpMatch(wish: Fields, at: Date): Happening {
  const policy = policyOf(wish) ?? dlpPolicies.financialData;
  const found = fileFor(policy, text(wish, 'file'), ruleSeverityOf(wish));
  const user = userOf(wish) ?? ownerOf(found.file);
  const location = locationOf(wish, policy, found, user);
  const match = { policy, rule: found.rule, user, location, at, ...severityOf(wish) };
  return { alert: dlpAlert(match), records: [{ contentType: 'DLP.All', record: dlpRecord(match) }] };
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
  const recipient = address(wish, 'recipient');
  if (recipient !== undefined)
    return { kind: 'mail', subject: file.name, recipient, attachments: 1, networkMessageId: randomUUID() };
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
