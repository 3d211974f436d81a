import type { Secret } from './secret.ts';

/** App roles in rising order; each includes those before it. */
export const roles = ['Purview.Reader', 'Purview.Responder', 'Purview.Remediator', 'Purview.Administrator'] as const;
export type Role = (typeof roles)[number];

/** Who calls, as the verified token says. */
export interface Caller {
  readonly kind: 'person' | 'app';
  readonly tenantId: string;
  readonly objectId: string;
  /** The application that the caller came through (`azp`). */
  readonly clientId: string;
  readonly name?: string;
  readonly userPrincipalName?: string;
  readonly roles: readonly string[];
  /** The token itself, to act on the person's behalf. */
  readonly token: Secret;
  /** When the token ends. */
  readonly expiresAtMs?: number;
}

/** Whether the caller holds the role, itself or within a higher one. */
export const holds = (caller: Caller, role: Role): boolean =>
  roles.slice(roles.indexOf(role)).some((enough) => caller.roles.includes(enough));
