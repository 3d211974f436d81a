import type { Json } from '../flows/expression/json.ts';
import { sites } from './sites.ts';
import { teams } from './teams.ts';
import { users } from './users.ts';

const { securityOperations } = teams;

/** Values of the prebuilt flows' environment variables that suit Contoso, by schema name. */
export const flowSettings: Readonly<Record<string, Json>> = {
  purview_TeamId: securityOperations.id,
  purview_ChannelId: securityOperations.channels.dlpAlerts.id,
  purview_MinimumSeverity: 'medium',
  purview_Operators: users.nestor.mail,
  purview_ItTeam: 'it@contoso.com',
  purview_PrivacyOffice: 'privacy@contoso.com',
  purview_DataOwners: JSON.stringify([{ site: sites.finance.webUrl, owner: users.lynne.mail }]),
  purview_PlannerGroupId: securityOperations.id,
  purview_PlannerPlanId: 'xqQg5FS2LkCp935s-FIFm2QAFkHM',
  purview_LegalTeam: 'legal@contoso.com',
  purview_HoldApprovers: users.patti.mail,
  purview_RestrictedTeamId: securityOperations.id,
  purview_RestrictedChannelId: securityOperations.channels.insiderRisk.id,
  purview_HumanResources: users.diego.mail,
  purview_LabelReviewers: users.joni.userPrincipalName,
};
