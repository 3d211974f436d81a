import { users } from './users.ts';

export interface Channel {
  id: string;
  displayName: string;
  membershipType: 'standard' | 'private';
}

export interface Team {
  /** Also the id of the Microsoft 365 group behind the team. */
  id: string;
  displayName: string;
  description: string;
  ownerIds: readonly string[];
  /** Everybody in the team, owners included. */
  memberIds: readonly string[];
  channels: Readonly<Record<string, Channel>>;
}

/** The tenant's teams with their channels. */
export const teams = {
  securityOperations: {
    id: '46933030-b637-48fa-ad49-c9d8a6202e8e',
    displayName: 'Security Operations',
    description: 'Alerts, incidents and the people who answer them',
    ownerIds: [users.nestor.id],
    memberIds: [users.nestor.id, users.joni.id, users.megan.id, users.henrietta.id],
    channels: {
      general: {
        id: '19:9dff61041e885678cbfda53e077e7e54@thread.tacv2',
        displayName: 'General',
        membershipType: 'standard',
      },
      dlpAlerts: {
        id: '19:556d21fa05bc443eb5a208745315b004@thread.tacv2',
        displayName: 'DLP alerts',
        membershipType: 'standard',
      },
      insiderRisk: {
        id: '19:659c5d35b4345489c04ba88b8d57c86a@thread.tacv2',
        displayName: 'Insider risk',
        membershipType: 'private',
      },
    },
  },
  finance: {
    id: '67fdb4fc-d0a8-4ef4-93dc-f9783c92fd18',
    displayName: 'Finance',
    description: 'Closing, payments and forecasts',
    ownerIds: [users.lynne.id],
    memberIds: [users.lynne.id, users.pradeep.id],
    channels: {
      general: {
        id: '19:b7ddc7fbde3774904f1a0a979f4a4f9a@thread.tacv2',
        displayName: 'General',
        membershipType: 'standard',
      },
    },
  },
  marketing: {
    id: '85c49a0c-911d-46fd-a268-9db909a7eee7',
    displayName: 'Marketing',
    description: 'Campaigns and retail launches',
    ownerIds: [users.miriam.id],
    memberIds: [users.miriam.id, users.alex.id, users.adele.id],
    channels: {
      general: {
        id: '19:0f5ddd90e38b98239e6b7fec1c12e799@thread.tacv2',
        displayName: 'General',
        membershipType: 'standard',
      },
      launches: {
        id: '19:f0c7bdd19269bbeeb69ab7a8b8604107@thread.tacv2',
        displayName: 'Launches',
        membershipType: 'standard',
      },
    },
  },
} as const satisfies Record<string, Team>;
