// The Automation account for the runbook Set-DlpPolicyMode, and the right of the Function App's identity to run it.
// The account holds nothing else: who may start jobs in it may start this one only.

@description('Name of the Automation account.')
param accountName string

param location string = resourceGroup().location

@description('Object id of the managed identity of the Function App.')
param identityObjectId string

resource account 'Microsoft.Automation/automationAccounts@2023-11-01' = {
  name: accountName
  location: location
  properties: {
    sku: { name: 'Basic' }
    disableLocalAuth: true
    publicNetworkAccess: true
  }
}

resource runbook 'Microsoft.Automation/automationAccounts/runbooks@2023-11-01' = {
  parent: account
  name: 'Set-DlpPolicyMode'
  location: location
  properties: {
    runbookType: 'PowerShell72'
    logProgress: false
    logVerbose: true
    description: 'Sets the mode of a DLP policy for Purview Response.'
  }
}

// Starts jobs and reads them; changes no runbook.
var automationJobOperator = '4fe576fe-1146-4730-92eb-48519fa6bf9f'
// Reads the runbook, which starting it asks for.
var automationRunbookOperator = '5fb5aef8-1081-4b8e-bb16-9d5d0385bab5'

resource mayRunJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identityObjectId, automationJobOperator)
  properties: {
    principalId: identityObjectId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', automationJobOperator)
  }
}

resource mayReadRunbook 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: runbook
  name: guid(runbook.id, identityObjectId, automationRunbookOperator)
  properties: {
    principalId: identityObjectId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', automationRunbookOperator)
  }
}

@description('The value of DLP_RUNBOOK_ID.')
output runbookId string = runbook.id
