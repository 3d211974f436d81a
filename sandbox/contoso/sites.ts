import { labels } from './labels.ts';
import { sensitiveInformationTypes } from './sensitiveInformationTypes.ts';
import { tenant } from './tenant.ts';
import { users } from './users.ts';

/** One way in which a file or folder is open to others than the members of its site. */
export type Sharing =
  | { id: string; kind: 'anonymousLink'; role: 'read' | 'write'; hasPassword?: true; expiresInDays?: number }
  | { id: string; kind: 'organizationLink'; role: 'read' | 'write' }
  | { id: string; kind: 'peopleLink'; role: 'read' | 'write'; emails: readonly string[] }
  | { id: string; kind: 'guest'; role: 'read' | 'write'; email: string; idleDays: number };

export interface SiteFile {
  id: string;
  name: string;
  /** Of the folder inside the document library, without a leading slash; empty for the library itself. */
  folder: string;
  mimeType: string;
  sizeBytes: number;
  ownerId: string;
  /** Counted back from the start of the sandbox. */
  lastModifiedDaysAgo: number;
  labelId?: string;
  /** An encryption that SharePoint cannot open, by the code of Graph's refusal. */
  encryption?: 'fileDoubleKeyEncrypted' | 'fileDecryptionNotSupported' | 'fileDecryptionDeferred';
  sensitiveInformation: readonly { typeId: string; count: number; confidence: number }[];
  sharing: readonly Sharing[];
}

/** A folder that is shared itself; the others are known from the files in them. */
export interface SharedFolder {
  id: string;
  /** Inside the document library, as of a file. */
  path: string;
  sharing: readonly Sharing[];
}

export interface Site {
  /** Graph's composite id: host, site collection, web. */
  id: string;
  kind: 'sharePoint' | 'oneDrive';
  displayName: string;
  webUrl: string;
  driveId: string;
  ownerId: string;
  /** Everybody who may open and edit what is in it, the owner included. */
  memberIds: readonly string[];
  folders?: Readonly<Record<string, SharedFolder>>;
  files: Readonly<Record<string, SiteFile>>;
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const document = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const presentation = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const { creditCardNumber, socialSecurityNumber, bankAccountNumber, contosoEmployeeNumber } = sensitiveInformationTypes;

/** Administrators of every SharePoint site, by whom information protection gets at the files. */
const siteAdministratorIds = [users.nestor.id, users.joni.id];

/** SharePoint sites and OneDrives of the tenant, with the files that policies and remediation meet. */
export const sites = {
  finance: {
    id: `${tenant.sharePointHost},0d3a9c8a-4c60-4310-b26f-739506df41fe,f30a0dd6-0d63-4b86-b809-5d20fb5f96e1`,
    kind: 'sharePoint',
    displayName: 'Finance',
    webUrl: `https://${tenant.sharePointHost}/sites/finance`,
    driveId: 'b!MqgoalvXXxijcUUPd5csM_Xjo8ebLf_YW4DSSyFo1gFansdSzuvW4YorxEV6nrl4',
    ownerId: users.lynne.id,
    memberIds: [users.lynne.id, users.pradeep.id, ...siteAdministratorIds],
    files: {
      cardPayments: {
        id: '016NAM5WA5YYDX5S6KC6O6OYA7VNGCNGSU',
        name: 'Card payments Q3.xlsx',
        folder: 'Payments',
        mimeType: workbook,
        sizeBytes: 248_331,
        ownerId: users.pradeep.id,
        lastModifiedDaysAgo: 3,
        labelId: labels.confidentialAllEmployees.id,
        sensitiveInformation: [{ typeId: creditCardNumber.id, count: 112, confidence: 95 }],
        sharing: [{ id: 'mx1Yqro1SMrWQylRSxmfy17y', kind: 'anonymousLink', role: 'read' }],
      },
      supplierAccounts: {
        id: '014STUZUR7HXHAV3OOEFJ2NO4QBH5CBHHH',
        name: 'Supplier bank accounts.xlsx',
        folder: 'Payments',
        mimeType: workbook,
        sizeBytes: 96_044,
        ownerId: users.pradeep.id,
        lastModifiedDaysAgo: 20,
        sensitiveInformation: [{ typeId: bankAccountNumber.id, count: 41, confidence: 95 }],
        sharing: [],
      },
      falconTermSheet: {
        id: '01PWDMNU6Q4JSLMBZEW5BOA2IIYTZRB7CL',
        name: 'Falcon term sheet.docx',
        folder: 'Falcon',
        mimeType: document,
        sizeBytes: 58_902,
        ownerId: users.lynne.id,
        lastModifiedDaysAgo: 9,
        labelId: labels.highlyConfidentialProjectFalcon.id,
        sensitiveInformation: [],
        sharing: [{ id: 'VEjhPl8juB9_-mh0lsds14Bw', kind: 'organizationLink', role: 'write' }],
      },
      annualReport: {
        id: '01URLN75PDVARWTSJKINJO35QS4RAMWZLF',
        name: 'Annual report.docx',
        folder: '',
        mimeType: document,
        sizeBytes: 1_804_220,
        ownerId: users.lynne.id,
        lastModifiedDaysAgo: 64,
        labelId: labels.public.id,
        sensitiveInformation: [],
        sharing: [{ id: 'pXwNR0gImafta-4jYS4w91z6', kind: 'anonymousLink', role: 'read' }],
      },
    },
  },
  humanResources: {
    id: `${tenant.sharePointHost},4ba7c610-7eb9-4ac1-9234-8a329f3e587d,6d8a7eca-e6aa-4ed5-800b-53be7c9a7bfc`,
    kind: 'sharePoint',
    displayName: 'Human Resources',
    webUrl: `https://${tenant.sharePointHost}/sites/hr`,
    driveId: 'b!pVRrvNV4uoh4M-nX_8zu8jLCDGrbh2g6WdmJ4xd7NxEwq32zHV-3Fe8xECJWHOfo',
    ownerId: users.diego.id,
    memberIds: [users.diego.id, ...siteAdministratorIds],
    files: {
      payroll: {
        id: '014L5W3EKWMWKZ6XE3TROQOGAG5BA6GWFC',
        name: 'Payroll 2026.xlsx',
        folder: 'Payroll',
        mimeType: workbook,
        sizeBytes: 402_118,
        ownerId: users.diego.id,
        lastModifiedDaysAgo: 1,
        labelId: labels.highlyConfidential.id,
        sensitiveInformation: [
          { typeId: socialSecurityNumber.id, count: 13, confidence: 95 },
          { typeId: contosoEmployeeNumber.id, count: 13, confidence: 85 },
        ],
        sharing: [
          {
            id: 'W0BMsXdwynfeWZzoiC-g5IHY',
            kind: 'guest',
            role: 'read',
            email: 'payroll@fabrikam.com',
            idleDays: 121,
          },
        ],
      },
      handbook: {
        id: '01VJ77BP64C4HH6XZPFTCASVMZXEJ6HLAF',
        name: 'Employee handbook.docx',
        folder: '',
        mimeType: document,
        sizeBytes: 733_950,
        ownerId: users.diego.id,
        lastModifiedDaysAgo: 200,
        labelId: labels.general.id,
        sensitiveInformation: [],
        sharing: [{ id: 'lyPgBZQVdNKfZYxNtFhFcrHJ', kind: 'organizationLink', role: 'read' }],
      },
    },
  },
  marketing: {
    id: `${tenant.sharePointHost},09a07999-f449-4595-b1ed-046330cc6845,f974a3f7-85ea-4e17-8301-652dce614efa`,
    kind: 'sharePoint',
    displayName: 'Marketing',
    webUrl: `https://${tenant.sharePointHost}/sites/marketing`,
    driveId: 'b!Gdlpue4H_MOIbyWdzGO_O5-s7OG1rKLW1E7AJTwhiSxDtbObh9f_IXGOixzz6AUR',
    ownerId: users.miriam.id,
    memberIds: [users.miriam.id, users.alex.id, users.adele.id, ...siteAdministratorIds],
    folders: {
      launches: {
        id: '014JPPCVHMXAF7VSFHNEGM2L4G6AOIABBQ',
        path: 'Launches',
        sharing: [
          { id: 'BTBzPeqFO0mLgg8OsA4wc4Uu', kind: 'guest', role: 'read', email: 'studio@fabrikam.com', idleDays: 31 },
        ],
      },
    },
    files: {
      springLaunch: {
        id: '01NKZLQR6NDE4MBUNL3JR5IEESZSJQDFBC',
        name: 'Spring launch.pptx',
        folder: 'Launches',
        mimeType: presentation,
        sizeBytes: 5_120_777,
        ownerId: users.alex.id,
        lastModifiedDaysAgo: 12,
        labelId: labels.confidentialAnyone.id,
        sensitiveInformation: [],
        sharing: [
          { id: 'a6Oy7u4polif47le9mxKz5RQ', kind: 'anonymousLink', role: 'write' },
          { id: 'H_qvG0n_hfreOLUOVSxXjCp-', kind: 'guest', role: 'write', email: 'agency@fabrikam.com', idleDays: 4 },
        ],
      },
      loyaltyMembers: {
        id: '01SQK46IBFTL7VWSQ6B2HIAXQKPSPFX5XP',
        name: 'Loyalty members.xlsx',
        folder: '',
        mimeType: workbook,
        sizeBytes: 310_482,
        ownerId: users.adele.id,
        lastModifiedDaysAgo: 33,
        sensitiveInformation: [{ typeId: creditCardNumber.id, count: 4, confidence: 85 }],
        sharing: [{ id: 'pkNuL1hOdPZcto9wgWeqMnGg', kind: 'anonymousLink', role: 'read' }],
      },
    },
  },
  securityOperations: {
    id: `${tenant.sharePointHost},e6f9e03d-5fac-47df-b806-12ba1b0a3122,1ca8533f-10db-45ab-b3b9-112e0c3f1446`,
    kind: 'sharePoint',
    displayName: 'Security Operations',
    webUrl: `https://${tenant.sharePointHost}/sites/soc`,
    driveId: 'b!7WxJilOahB0cvOhRBIujtlPEDuS4AJmFVHYoqqUgrjrf1wyc4cuafMURGL6nIe6_',
    ownerId: users.nestor.id,
    memberIds: [users.megan.id, users.henrietta.id, ...siteAdministratorIds],
    files: {
      incidentReport: {
        id: '01UUEFA5G2IOH5GX2EN5LSLNH6265AQHYP',
        name: 'Report on incident 4711.docx',
        folder: 'Reports',
        mimeType: document,
        sizeBytes: 61_377,
        ownerId: users.megan.id,
        lastModifiedDaysAgo: 2,
        labelId: labels.confidentialAllEmployees.id,
        sensitiveInformation: [],
        sharing: [
          { id: 'a6fTzYq4HXeS-aJ4P72PPGim', kind: 'anonymousLink', role: 'read' },
          { id: 'mLDGK1oenhqpksFp9tM5cmM7', kind: 'anonymousLink', role: 'write', hasPassword: true },
          { id: 'OBK19vzmFjmwK87Y6qNdAyfD', kind: 'anonymousLink', role: 'read', expiresInDays: 5 },
          { id: 'qoB224wf_ftVxHLx34UUPVtz', kind: 'organizationLink', role: 'read' },
          {
            id: '5oHYJSLc6TjLTseD9cHjJaJb',
            kind: 'peopleLink',
            role: 'write',
            emails: ['response@fabrikam.com', users.henrietta.mail],
          },
          {
            id: '4h2Z2KV_wHbAMKToQOcI1yH6',
            kind: 'guest',
            role: 'write',
            email: 'forensics@fabrikam.com',
            idleDays: 12,
          },
        ],
      },
      runbook: {
        id: '01JMSUQEYARTPILYGQWZZGZKW55UTG5UPR',
        name: 'Runbook.docx',
        folder: '',
        mimeType: document,
        sizeBytes: 45_120,
        ownerId: users.henrietta.id,
        lastModifiedDaysAgo: 18,
        sensitiveInformation: [],
        sharing: [],
      },
      vaultKeys: {
        id: '01B5QYGYVIXR6WBVQ7T2FCOU4FG7CQQRLA',
        name: 'Vault keys.docx',
        folder: '',
        mimeType: document,
        sizeBytes: 18_003,
        ownerId: users.nestor.id,
        lastModifiedDaysAgo: 90,
        labelId: labels.highlyConfidential.id,
        encryption: 'fileDoubleKeyEncrypted',
        sensitiveInformation: [],
        sharing: [],
      },
      firewallLog: {
        id: '01EQDYWTGESK5LF4FFJNHM4MYWBMEADYQI',
        name: 'firewall.log',
        folder: '',
        mimeType: 'text/plain',
        sizeBytes: 9_800_211,
        ownerId: users.megan.id,
        lastModifiedDaysAgo: 1,
        sensitiveInformation: [],
        sharing: [],
      },
    },
  },
  leeOneDrive: {
    id: `${tenant.oneDriveHost},4ddddca4-75cc-4813-ab71-a97645bfeaba,39e3af93-935a-4f8d-a192-01ecab4a4f0e`,
    kind: 'oneDrive',
    displayName: users.lee.displayName,
    webUrl: `https://${tenant.oneDriveHost}/personal/lee_contoso_com`,
    driveId: 'b!4QonYKmzsXKP_VhVmtC--oKYLHi8sT66th6w9lrMatsCxpLl3gIb9exmVsciQCJe',
    ownerId: users.lee.id,
    memberIds: [users.lee.id],
    files: {
      prototype: {
        id: '01EB54CHU5UKIXZTZIROKKZPAVNBIGIJ6F',
        name: 'Prototype measurements.xlsx',
        folder: 'Lab',
        mimeType: workbook,
        sizeBytes: 88_410,
        ownerId: users.lee.id,
        lastModifiedDaysAgo: 2,
        labelId: labels.highlyConfidentialAllEmployees.id,
        sensitiveInformation: [],
        sharing: [
          { id: 'Up5nWE10P_J_Db7T-7zKmgkR', kind: 'guest', role: 'read', email: 'lab@fabrikam.com', idleDays: 97 },
        ],
      },
    },
  },
  adeleOneDrive: {
    id: `${tenant.oneDriveHost},3ff37bcc-1201-420d-a89c-26120b13c809,167b1401-019c-482a-a649-5db74fcff1a3`,
    kind: 'oneDrive',
    displayName: users.adele.displayName,
    webUrl: `https://${tenant.oneDriveHost}/personal/adele_contoso_com`,
    driveId: 'b!Ste5sWOBaex7w3EEky9yVodvIprOyvM-K_nS3KEc3SQo27QXpcpBC0e1OnX0cC34',
    ownerId: users.adele.id,
    memberIds: [users.adele.id],
    files: {
      customerCards: {
        id: '01UZHN7CURMDJHTS6VBX66LXMKSDFQHM57',
        name: 'Customer cards to refund.xlsx',
        folder: '',
        mimeType: workbook,
        sizeBytes: 27_640,
        ownerId: users.adele.id,
        lastModifiedDaysAgo: 0,
        sensitiveInformation: [{ typeId: creditCardNumber.id, count: 23, confidence: 95 }],
        sharing: [],
      },
    },
  },
} as const satisfies Record<string, Site>;

/** The address of a file in the browser. */
export function fileUrl(site: Site, file: SiteFile): string {
  return itemUrl(site, `${file.folder}/${file.name}`);
}

/** The address of whatever has that path inside the document library; of the library itself, when it is empty. */
export function itemUrl(site: Site, path: string): string {
  const library = site.kind === 'oneDrive' ? 'Documents' : 'Shared Documents';
  const segments = [library, ...path.split('/')].filter((segment) => segment !== '');
  return `${site.webUrl}/${segments.map(encodeURIComponent).join('/')}`;
}
