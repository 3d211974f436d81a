import { type Infer, schema } from '../runtime/schema.ts';

export const accessKinds = ['anonymousLink', 'peopleLink', 'guest', 'everyone'] as const;

export const accessProperties = {
  permissionId: {
    type: 'string',
    'x-ms-summary': 'Access Id',
    description: 'The id of this entry, for Remove external access.',
  },
  kind: {
    type: 'string',
    enum: accessKinds,
    'x-ms-summary': 'Kind',
    description:
      'An anonymous link, for whoever has it; a people link, for named people of whom at least one is outside; guest, a grant to somebody outside; everyone, a grant to all who sign in, guests included.',
  },
  roles: {
    type: 'array',
    items: { type: 'string' },
    'x-ms-summary': 'Roles',
    description: 'What it allows: read, write or owner.',
  },
  linkType: {
    type: 'string',
    'x-ms-summary': 'Link Type',
    'x-ms-visibility': 'advanced',
    description: 'For a link: view or edit. The address of the link is not told, since it opens the file.',
  },
  people: {
    type: 'array',
    'x-ms-summary': 'People',
    description: 'Who is named in it; an anonymous link names nobody.',
    items: {
      type: 'object',
      properties: {
        name: { type: 'string', 'x-ms-summary': 'Person Name', description: 'The name of the person.' },
        email: { type: 'string', 'x-ms-summary': 'Person Email', description: 'The address of the person.' },
        isExternal: {
          type: 'boolean',
          'x-ms-summary': 'Is Outside',
          description: 'Whether the person is a guest or has an address outside the organisation.',
        },
      },
      required: ['isExternal'],
    },
  },
  hasPassword: {
    type: 'boolean',
    'x-ms-summary': 'Has Password',
    'x-ms-visibility': 'advanced',
    description: 'Whether the link asks for a password.',
  },
  preventsDownload: {
    type: 'boolean',
    'x-ms-summary': 'Prevents Download',
    'x-ms-visibility': 'advanced',
    description: 'Whether the link lets people view the file in the browser only, and not download it.',
  },
  expiresAt: {
    type: 'string',
    format: 'date-time',
    'x-ms-summary': 'Expires At',
    description: 'When it ends by itself; left out when it does not.',
  },
  isInherited: {
    type: 'boolean',
    'x-ms-summary': 'Is Inherited',
    description: 'Whether it comes from a folder above, where alone it can be removed.',
  },
  inheritedFrom: {
    type: 'string',
    'x-ms-summary': 'Inherited From',
    'x-ms-visibility': 'advanced',
    description: 'The folder that it comes from, where the service says so.',
  },
  isRemovable: {
    type: 'boolean',
    'x-ms-summary': 'Can Be Removed',
    description: 'Whether Remove external access would take it: neither an inherited entry nor one of an owner.',
  },
} as const;

export const externalAccessSchema = schema({
  type: 'object',
  title: 'ExternalAccess',
  'x-ms-summary': 'External Access',
  description: 'One way in which a file or folder is open to people outside.',
  properties: accessProperties,
  required: ['permissionId', 'kind', 'roles', 'people', 'isInherited', 'isRemovable'],
});

export type ExternalAccess = Infer<typeof externalAccessSchema>;

export const exampleAccess = {
  permissionId: '4h2Z2KV_wHbAMKToQOcI1yH6',
  kind: 'guest',
  roles: ['write'],
  people: [{ name: 'forensics@fabrikam.com', email: 'forensics@fabrikam.com', isExternal: true }],
  isInherited: false,
  isRemovable: true,
} satisfies ExternalAccess;
