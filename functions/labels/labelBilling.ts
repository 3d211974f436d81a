import type { Requirement } from '../runtime/requirement.ts';

/** Without it, Microsoft refuses every change of a sensitivity label. */
export const labelBilling: Requirement = {
  kind: 'billing',
  name: 'Metered Microsoft Graph',
  howTo:
    'Link an Azure subscription to the app registration that calls Graph (az graph-services account create): Microsoft charges each change.',
};
