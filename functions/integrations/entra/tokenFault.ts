import { Problem } from '../../runtime/problem.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';

type Refusal = (code: string) => Problem;

const consent: Refusal = (code) =>
  new Problem(
    'UpstreamRefused',
    `The app lacks consent for Microsoft Graph (${code}). An administrator must open the app registration in the Microsoft Entra admin center, API permissions, and grant admin consent.`,
  );
const interaction: Refusal = (code) =>
  new Problem(
    'UpstreamRefused',
    `Microsoft Entra ID wants the person to sign in again, such as for multifactor authentication (${code}). Open the connection in Power Automate and choose Fix connection.`,
  );
const blocked: Refusal = (code) =>
  new Problem(
    'UpstreamRefused',
    `A Conditional Access policy blocks the person's sign-in (${code}). An administrator must look at the sign-in log in the Microsoft Entra admin center.`,
  );
const disabled: Refusal = (code) =>
  new Problem(
    'UpstreamRefused',
    `The person's account is disabled, locked or not in this tenant (${code}). An administrator must look at the account.`,
  );
const staleToken: Refusal = (code) =>
  new Problem('TokenNotAccepted', `The caller's token has expired or was revoked (${code}). Get a new one and repeat.`);
const secret: Refusal = (code) =>
  new Problem(
    'NotConfigured',
    `The app's proof of identity is wrong or has expired (${code}). An administrator must renew GRAPH_CLIENT_SECRET, or the federated credential of the app registration.`,
  );
const registration: Refusal = (code) =>
  new Problem(
    'NotConfigured',
    `Microsoft Entra ID does not know the app or the tenant (${code}). An administrator must correct ENTRA_TENANT_ID and GRAPH_CLIENT_ID.`,
  );
const audience: Refusal = (code) =>
  new Problem(
    'NotConfigured',
    `The person's token was issued for another application than the one that exchanges it (${code}). An administrator must leave GRAPH_CLIENT_ID out, or set it to the application that API_AUDIENCE names.`,
  );
const switchedOff: Refusal = (code) =>
  new Problem(
    'NotConfigured',
    `The app is switched off in the tenant (${code}). An administrator must open it in the Microsoft Entra admin center, Enterprise applications, Properties, and enable sign-in.`,
  );

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const refusals = new Map<number, Refusal>([
  ...each(consent, [65001, 65004, 90094, 90008, 650052, 650056, 650057]),
  ...each(interaction, [16000, 16001, 50055, 50058, 50072, 50074, 50076, 50078, 50079, 50097, 50125, 50158, 700082]),
  ...each(blocked, [50005, 50105, 53000, 53001, 53002, 53003, 53004, 530031, 530032, 530033]),
  ...each(disabled, [50020, 50034, 50053, 50057]),
  ...each(staleToken, [50013, 50132, 50133, 50173, 70008, 500133]),
  ...each(secret, [7000215, 7000222, 700024, 700027, 700211, 700212, 700213, 700214]),
  ...each(audience, [500131]),
  ...each(switchedOff, [7000112]),
  ...each(registration, [50059, 90002, 700016, 900023]),
]);

function each(refusal: Refusal, codes: readonly number[]): [number, Refusal][] {
  return codes.map((code) => [code, refusal]);
}

/** What a failed token request means: a refusal says who must do what, everything else is the authority's fault. */
export function tokenFault(error: unknown): Problem | UpstreamError {
  const text = error instanceof Error ? error.message : String(error);
  const code = /AADSTS(\d+)/.exec(text)?.[1];
  const refusal = code === undefined ? undefined : refusals.get(Number(code));
  if (refusal) return refusal(`AADSTS${code}`);
  const requestId = /Trace ID: ([0-9a-f-]{36})/i.exec(text)?.[1];
  return new UpstreamError({
    service: 'Microsoft Entra ID',
    kind: code === undefined ? 'away' : 'fault',
    detail: code === undefined ? 'it gave no token.' : `it gave no token (AADSTS${code}).`,
    ...(requestId !== undefined && { requestId }),
    cause: error,
  });
}
