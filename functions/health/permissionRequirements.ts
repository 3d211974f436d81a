import type { Requirement } from '../runtime/requirement.ts';

interface Rule {
  readonly permissions: RegExp;
  readonly requires: readonly Requirement[];
}

const role = (name: string, howTo: string): Requirement => ({ kind: 'role', name, howTo, of: 'people' });
const licence = (name: string, howTo: string): Requirement => ({ kind: 'licence', name, howTo });

const defenderRole = (name: string): Requirement =>
  role(
    name,
    `Give the person the Microsoft Entra role ${name}, or a role in Microsoft Defender that includes as much.`,
  );

/** What a permission is no use without, whichever operation holds it. */
const rules: readonly Rule[] = [
  {
    permissions: /^(SecurityAlert|SecurityIncident|ThreatHunting)\.Read\./,
    requires: [defenderRole('Security Reader')],
  },
  { permissions: /^(SecurityAlert|SecurityIncident)\.ReadWrite\./, requires: [defenderRole('Security Operator')] },
  {
    permissions: /^AuditLogsQuery/,
    requires: [
      role(
        'Audit Reader',
        'Give the person the role group Audit Reader in the Microsoft Purview portal, Roles and scopes.',
      ),
    ],
  },
  {
    permissions: /^RecordsManagement\./,
    requires: [
      role(
        'Records Management',
        'Give the person the role group Records Management in the Microsoft Purview portal, Roles and scopes, or the Microsoft Entra role Compliance Data Administrator.',
      ),
    ],
  },
  {
    permissions: /^SubjectRightsRequest\./,
    requires: [
      licence(
        'Microsoft Priva Subject Rights Requests',
        'Buy the licence, or start its trial in the Microsoft Purview portal.',
      ),
      role(
        'Subject Rights Request Administrators',
        'Give the person the role group Subject Rights Request Administrators in the Microsoft Purview portal, Roles and scopes.',
      ),
    ],
  },
  {
    permissions: /^eDiscovery\./,
    requires: [
      licence('eDiscovery (Premium)', 'Buy a licence that includes it, such as Microsoft 365 E5.'),
      role(
        'eDiscovery Manager',
        'Give the person the role group eDiscovery Manager in the Microsoft Purview portal, Roles and scopes.',
      ),
      {
        kind: 'registration',
        name: 'Service principal in Microsoft Purview',
        howTo:
          'In Security & Compliance PowerShell, run New-ServicePrincipal for the app’s identity, Add-RoleGroupMember eDiscoveryManager and Add-eDiscoveryCaseAdmin. Without that, Microsoft Graph answers 401 although the permission is there.',
        of: 'apps',
      },
    ],
  },
  {
    permissions: /^User\.RevokeSessions\./,
    requires: [
      role(
        'Helpdesk Administrator',
        'Give the person the Microsoft Entra role Helpdesk Administrator, or a higher one where the user whose sessions end is an administrator too.',
      ),
    ],
  },
  {
    permissions: /^Channel(Message)?\./,
    requires: [role('Member of the team', 'Make the person a member of the team.')],
  },
];

/** What must be in place for these permissions to be of use. */
export const permissionRequirements = (permissions: readonly string[]): readonly Requirement[] => [
  ...new Set(
    rules.filter((rule) => permissions.some((name) => rule.permissions.test(name))).flatMap(({ requires }) => requires),
  ),
];
