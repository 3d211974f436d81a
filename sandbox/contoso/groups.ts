import { type Team, teams } from './teams.ts';
import { tenant } from './tenant.ts';

export interface Group {
  id: string;
  displayName: string;
  description: string;
  /** `Unified` for a Microsoft 365 group; of a security group or a distribution list there is nothing to say. */
  groupTypes: readonly ('Unified' | 'DynamicMembership')[];
  /** Left out where it takes no mail. */
  mail?: string;
  securityEnabled: boolean;
}

const address = (nickname: string): string => `${nickname}@${tenant.defaultDomain}`;

/** The group behind a team bears its id and its name. */
const behind = ({ id, displayName, description }: Team, nickname: string): Group => ({
  id,
  displayName,
  description,
  groupTypes: ['Unified'],
  mail: address(nickname),
  securityEnabled: false,
});

/** The tenant's groups, those behind teams among them. */
export const groups = {
  securityOperations: behind(teams.securityOperations, 'securityoperations'),
  finance: behind(teams.finance, 'finance'),
  marketing: behind(teams.marketing, 'marketing'),
  supplyChain: {
    id: '0d3f4b6e-7c55-4d0b-9a64-2f1f1f0c8a17',
    displayName: 'Supply Chain',
    description: 'Suppliers and their agreements',
    groupTypes: ['Unified'],
    mail: address('supplychain'),
    securityEnabled: false,
  },
  engineering: {
    id: '71cf47f7-f7ee-4f01-8d51-b482a570c965',
    displayName: 'Engineering',
    description: 'Everybody in the department',
    groupTypes: ['Unified', 'DynamicMembership'],
    mail: address('engineering'),
    securityEnabled: true,
  },
  supplierPortalUsers: {
    id: '01b0be93-538a-43a3-b619-65a022d20502',
    displayName: 'Supplier Portal Users',
    description: 'Who may sign in to the supplier portal',
    groupTypes: [],
    securityEnabled: true,
  },
  newsletter: {
    id: '382a85b4-3286-4bbf-85df-1cb9689736f7',
    displayName: 'Newsletter',
    description: 'A distribution list',
    groupTypes: [],
    mail: address('newsletter'),
    securityEnabled: false,
  },
} as const satisfies Record<string, Group>;

/** A group by its id or its email address. */
export function findGroup(name: string): Group | undefined {
  const wanted = name.toLowerCase();
  return Object.values<Group>(groups).find(({ id, mail }) => id === wanted || mail === wanted);
}
