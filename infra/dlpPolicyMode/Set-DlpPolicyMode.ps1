<#
.SYNOPSIS
Sets the mode of a DLP policy, for the action "Set DLP policy mode" of Purview Response.

.DESCRIPTION
Runs in Azure Automation with PowerShell 7.2 or later and the module ExchangeOnlineManagement. It signs in to Security & Compliance PowerShell as
an application with a certificate, since the service takes no managed identity. The application needs the
permission Exchange.ManageAsApp of Office 365 Exchange Online and the Microsoft Entra role Compliance Administrator.

The Automation account holds the certificate PurviewResponse and the variables PurviewResponseAppId (client id) and
PurviewResponseOrganization (the tenant's initial domain, such as contoso.onmicrosoft.com).

A policy that has the mode already is left as it is, so that a job may be repeated. The last line of the output is
JSON: policyId, policyName, mode, previousMode and changed.

https://learn.microsoft.com/powershell/module/exchangepowershell/set-dlpcompliancepolicy
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $PolicyId,
    [Parameter(Mandatory)] [ValidateSet('enable', 'testWithNotifications', 'testWithoutNotifications', 'disable')] [string] $Mode,
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Reason,
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $RequestedBy
)

$ErrorActionPreference = 'Stop'

Import-Module ExchangeOnlineManagement
$connection = @{
    AppId        = Get-AutomationVariable -Name 'PurviewResponseAppId'
    Organization = Get-AutomationVariable -Name 'PurviewResponseOrganization'
    Certificate  = Get-AutomationCertificate -Name 'PurviewResponse'
    ShowBanner   = $false
    CommandName  = 'Get-DlpCompliancePolicy', 'Set-DlpCompliancePolicy'
}
Connect-IPPSSession @connection

try {
    # By its id only: an identity may also be a name, and somebody could give a policy another's id for a name.
    $policy = Get-DlpCompliancePolicy | Where-Object { $PolicyId -in @([string] $_.Guid, [string] $_.ImmutableId) }
    if (@($policy).Count -ne 1) { throw "There is no DLP policy with the id $PolicyId." }

    $previousMode = [string] $policy.Mode
    $changed = $previousMode -ne $Mode
    if ($changed) {
        Write-Verbose "$RequestedBy asked for $Mode instead of ${previousMode}: $Reason"
        Set-DlpCompliancePolicy -Identity ([string] $policy.Guid) -Mode $Mode -Confirm:$false
    }

    [ordered] @{
        policyId     = [string] $policy.Guid
        policyName   = [string] $policy.Name
        mode         = $Mode
        previousMode = $previousMode
        changed      = $changed
    } | ConvertTo-Json -Compress
}
finally {
    Disconnect-ExchangeOnline -Confirm:$false
}
