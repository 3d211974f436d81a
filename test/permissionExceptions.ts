/** Where the published map is silent or wrong: what the route really wants, and how that is known. */
export const permissionExceptions: Readonly<
  Record<string, { readonly least: readonly string[]; readonly why: string }>
> = {
  'GET /beta/security/dataSecurityAndGovernance/policyFiles': {
    least: ['InformationProtectionPolicy.Read.All'],
    why: 'A beta path that nothing documents; the nearest published permission, behind the setting DLP_POLICY_FILES.',
  },
};
