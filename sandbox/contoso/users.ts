import type { AppRole } from './applications.ts';
import { tenant } from './tenant.ts';

export interface User {
  id: string;
  userPrincipalName: string;
  mail: string;
  displayName: string;
  givenName: string;
  surname: string;
  jobTitle: string;
  department: string;
  managerId?: string;
  /** What the person may do through our API. */
  appRoles: readonly AppRole[];
}

const ids = {
  patti: '9dfb369b-ab13-4fae-a276-55daa05f1119',
  nestor: '6301bbfc-a0c5-454e-8ff9-bb510944fe0c',
  joni: '6fced11d-2bd8-41e6-847a-8387cdde8d51',
  megan: '3a124c64-7e02-4f05-b7c1-dce27f7695f5',
  henrietta: '66080f17-4c96-48e2-9cbd-0ba3a1a6bcde',
  grady: 'b120a366-f0bb-49cf-82f2-dc05873f9bd0',
  alex: '78b7d0ac-8477-4ce0-8e4c-da11b43c589b',
  miriam: '2330fcf1-562a-44b8-8866-8d77e827062c',
  adele: 'c1acc990-6424-450a-a36b-f9b3ddcb369d',
  diego: '9ad9b9a2-5e78-454d-b065-a1c284cc4549',
  pradeep: '99356597-6fba-4662-b6a7-30b7b12e9eed',
  lynne: '8df08078-a22e-4180-85c2-c2af3977a654',
  lee: 'f3194a3b-381e-43e7-952c-466e473a1797',
} as const;

type Profile = Pick<User, 'givenName' | 'surname' | 'jobTitle' | 'department' | 'managerId'> &
  Partial<Pick<User, 'appRoles'>>;

function person(name: keyof typeof ids, profile: Profile): User {
  const address = `${name}@${tenant.defaultDomain}`;
  return {
    id: ids[name],
    userPrincipalName: address,
    mail: address,
    displayName: `${profile.givenName} ${profile.surname}`,
    appRoles: [],
    ...profile,
  };
}

/** The people of the simulated tenant. */
export const users = {
  patti: person('patti', {
    givenName: 'Patti',
    surname: 'Fernandez',
    jobTitle: 'President',
    department: 'Executive Management',
  }),
  nestor: person('nestor', {
    givenName: 'Nestor',
    surname: 'Wilke',
    jobTitle: 'Director of Information Security',
    department: 'Information Security',
    managerId: ids.patti,
    appRoles: ['Purview.Administrator'],
  }),
  joni: person('joni', {
    givenName: 'Joni',
    surname: 'Sherman',
    jobTitle: 'Information Protection Lead',
    department: 'Information Security',
    managerId: ids.nestor,
    appRoles: ['Purview.Remediator'],
  }),
  megan: person('megan', {
    givenName: 'Megan',
    surname: 'Bowen',
    jobTitle: 'SOC Analyst',
    department: 'Information Security',
    managerId: ids.nestor,
    appRoles: ['Purview.Responder'],
  }),
  henrietta: person('henrietta', {
    givenName: 'Henrietta',
    surname: 'Mueller',
    jobTitle: 'SOC Analyst',
    department: 'Information Security',
    managerId: ids.nestor,
    appRoles: ['Purview.Responder'],
  }),
  grady: person('grady', {
    givenName: 'Grady',
    surname: 'Archie',
    jobTitle: 'Internal Auditor',
    department: 'Legal and Compliance',
    managerId: ids.patti,
    appRoles: ['Purview.Reader'],
  }),
  alex: person('alex', {
    // Signs in, but holds no role of ours: the back end answers 403.
    givenName: 'Alex',
    surname: 'Wilber',
    jobTitle: 'Marketing Assistant',
    department: 'Marketing',
    managerId: ids.miriam,
  }),
  miriam: person('miriam', {
    givenName: 'Miriam',
    surname: 'Graham',
    jobTitle: 'Director of Marketing',
    department: 'Marketing',
    managerId: ids.patti,
  }),
  adele: person('adele', {
    givenName: 'Adele',
    surname: 'Vance',
    jobTitle: 'Retail Manager',
    department: 'Retail',
    managerId: ids.miriam,
  }),
  diego: person('diego', {
    givenName: 'Diego',
    surname: 'Siciliani',
    jobTitle: 'HR Manager',
    department: 'Human Resources',
    managerId: ids.patti,
  }),
  pradeep: person('pradeep', {
    givenName: 'Pradeep',
    surname: 'Gupta',
    jobTitle: 'Accountant',
    department: 'Finance',
    managerId: ids.lynne,
  }),
  lynne: person('lynne', {
    givenName: 'Lynne',
    surname: 'Robbins',
    jobTitle: 'Head of Finance',
    department: 'Finance',
    managerId: ids.patti,
  }),
  lee: person('lee', {
    givenName: 'Lee',
    surname: 'Gu',
    jobTitle: 'Engineer',
    department: 'Research and Development',
    managerId: ids.patti,
  }),
};

/** The user of that object id or user principal name, in any letter case. */
export function findUser(idOrUserPrincipalName: string): User | undefined {
  const wanted = idOrUserPrincipalName.toLowerCase();
  return Object.values(users).find((user) => user.id === wanted || user.userPrincipalName.toLowerCase() === wanted);
}
