import type { NeededPermission } from '../functions/health/leastPrivilege.ts';
import { type PermissionResource, resourceOf } from '../functions/integrations/entra/permissionResource.ts';

interface Grant {
  readonly resource: PermissionResource;
  readonly names: readonly string[];
}

const grantsOf = (permissions: readonly NeededPermission[], kind: NeededPermission['kind']): readonly Grant[] =>
  [
    ...Map.groupBy(
      permissions.filter((permission) => permission.kind === kind),
      ({ name }) => resourceOf(name),
    ),
  ].map(([resource, members]) => ({ resource, names: members.map(({ name }) => name) }));

const assignments =
  'assignments="https://graph.microsoft.com/v1.0/servicePrincipals/$IDENTITY_OBJECT_ID/appRoleAssignments"';

/** Azure CLI commands, for bash: delegated permissions for the registration, application ones for the identity. */
export const azureCliCommands = (permissions: readonly NeededPermission[]): string => {
  const delegated = grantsOf(permissions, 'delegated').map(
    ({ resource, names }) => `# Delegated permissions of ${resource.title}
for permission in ${names.join(' ')}; do
  id=$(az ad sp show --id ${resource.appId} --query "oauth2PermissionScopes[?value=='$permission'].id | [0]" --output tsv)
  : "\${id:?There is no delegated permission $permission}"
  az ad app permission add --id "$API_CLIENT_ID" --api ${resource.appId} --api-permissions "$id=Scope"
done`,
  );
  const application = grantsOf(permissions, 'application').map(
    ({ resource, names }) => `# Application permissions of ${resource.title}
resource=$(az ad sp show --id ${resource.appId} --query id --output tsv)
held=$(az rest --url "$assignments" --query "value[?resourceId=='$resource'].appRoleId" --output tsv)
for permission in ${names.join(' ')}; do
  role=$(az ad sp show --id ${resource.appId} --query "appRoles[?value=='$permission' && contains(allowedMemberTypes, 'Application')].id | [0]" --output tsv)
  : "\${role:?There is no application permission $permission}"
  [[ $held == *"$role"* ]] && continue
  az rest --method POST --url "$assignments" --headers Content-Type=application/json \\
    --body "{\\"principalId\\":\\"$IDENTITY_OBJECT_ID\\",\\"resourceId\\":\\"$resource\\",\\"appRoleId\\":\\"$role\\"}"
done`,
  );
  return [
    ...(delegated.length > 0 ? [`: "\${API_CLIENT_ID:?Set it to the client id of the application registration}"`] : []),
    ...(application.length > 0 ? [`: "\${IDENTITY_OBJECT_ID:?Set it to the object id of the managed identity}"`] : []),
    'set -euo pipefail',
    ...delegated,
    ...(delegated.length > 0 ? ['az ad app permission admin-consent --id "$API_CLIENT_ID"'] : []),
    ...(application.length > 0 ? [assignments] : []),
    ...application,
  ].join('\n');
};

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** The same in Microsoft Graph PowerShell; consent to delegated permissions is one grant for all people. */
export const powerShellCommands = (permissions: readonly NeededPermission[]): string => {
  const delegated = grantsOf(permissions, 'delegated').map(
    ({ resource, names }) => `# Delegated permissions of ${resource.title}
$client = Get-MgServicePrincipal -Filter "appId eq '$ApiClientId'"
$resource = Get-MgServicePrincipal -Filter "appId eq '${resource.appId}'"
$grant = Get-MgOauth2PermissionGrant -Filter "clientId eq '$($client.Id)' and resourceId eq '$($resource.Id)' and consentType eq 'AllPrincipals'"
$scope = (@($grant.Scope -split ' ') + @(${list(names)}) | Where-Object { $_ } | Select-Object -Unique) -join ' '
if ($grant) { Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id -Scope $scope }
else { New-MgOauth2PermissionGrant -ClientId $client.Id -ConsentType AllPrincipals -ResourceId $resource.Id -Scope $scope }`,
  );
  const application = grantsOf(permissions, 'application').map(
    ({ resource, names }) => `# Application permissions of ${resource.title}
$resource = Get-MgServicePrincipal -Filter "appId eq '${resource.appId}'"
$held = (Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $IdentityObjectId -All).AppRoleId
foreach ($name in @(${list(names)})) {
  $role = $resource.AppRoles | Where-Object { $_.Value -eq $name -and $_.AllowedMemberTypes -contains 'Application' }
  if ($role.Id -in $held) { continue }
  New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $IdentityObjectId -PrincipalId $IdentityObjectId -ResourceId $resource.Id -AppRoleId $role.Id
}`,
  );
  return [
    `param(${[
      ...(delegated.length > 0 ? ['[Parameter(Mandatory)] [guid] $ApiClientId'] : []),
      ...(application.length > 0 ? ['[Parameter(Mandatory)] [guid] $IdentityObjectId'] : []),
    ].join(', ')})`,
    'Connect-MgGraph -Scopes Application.Read.All, AppRoleAssignment.ReadWrite.All, DelegatedPermissionGrant.ReadWrite.All',
    ...delegated,
    ...application,
  ].join('\n');
};
