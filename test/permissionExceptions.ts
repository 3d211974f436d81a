/** Where the published map is silent or wrong: what a route really wants, and how that is known. */
interface PermissionException {
  /** Routes as the simulated Graph names them, parameters written as `{}`. */
  readonly routes: RegExp;
  readonly least: readonly string[];
  readonly why: string;
}

export const permissionExceptions: readonly PermissionException[] = [
  {
    routes: /^GET \/beta\/security\/dataSecurityAndGovernance\/policyFiles$/,
    least: ['InformationProtectionPolicy.Read.All'],
    why: 'A beta path that nothing documents; the nearest published permission, behind the setting DLP_POLICY_FILES.',
  },
  {
    routes: /^(POST|PATCH|DELETE) \/security\/cases\/ediscoveryCases/,
    least: ['eDiscovery.ReadWrite.All'],
    why: 'The map calls the permission to read enough for changes. Its description does not, so what follows from that may be mended any day.',
  },
  {
    routes: /^(GET|POST) \/(beta\/)?security\/auditLog\/queries/,
    least: ['AuditLogsQuery.Read.All'],
    why: 'The map names the permission for the records of Entra ID alone; a search goes over the records of all services.',
  },
  {
    routes: /^(GET|PATCH|DELETE) \/drives\/\{\}\/items\/\{\}\/retentionLabel$/,
    least: ['Files.Read.All', 'Files.ReadWrite.All'],
    why: 'The map has its removal only, with the permission to write.',
  },
  {
    routes: /^POST \/drives\/\{\}\/items\/\{\}\/(createLink|invite)$/,
    least: ['Files.ReadWrite', 'Files.ReadWrite.All'],
    why: 'Missing from the map; so says the reference of the calls.',
  },
  {
    routes: /^GET \/sites(\/\{\}\/drives)?$/,
    least: ['Sites.Read.All', 'Files.Read.All'],
    why: 'Missing from the map; so says the reference of the calls.',
  },
  {
    routes: /^GET \/groups$/,
    least: ['GroupMember.Read.All'],
    why: 'Missing from the map; so says the reference of the call.',
  },
];

/** Published as the least where they are, but for the person's own files only; those of others take these. */
export const forOthers: Readonly<Record<string, string>> = {
  'Files.Read': 'Files.Read.All',
  'Files.ReadWrite': 'Files.ReadWrite.All',
};

/** Who asks Graph only in a case that its example does not show; the tests of its own show it. */
export const unseen: Readonly<Record<string, string>> = {
  GetLabelOperation: 'Reads the file only once SharePoint has forgotten how the change went.',
};
