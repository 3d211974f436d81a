import { findUser, type User } from '../contoso/users.ts';
import { GraphError, notFound } from './graphError.ts';
import type { GraphCall, GraphRoute } from './graphRoute.ts';
import { selected } from './odata/answerPage.ts';
import { refuseUnknownOptions, selectOf } from './odata/listQuery.ts';

const readPermissions = [
  'User.Read.All',
  'User.ReadBasic.All',
  'User.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const managerPermissions = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const readSelfPermissions = ['User.Read', 'User.ReadWrite', ...readPermissions];

/** `/me`, `/users/{id | userPrincipalName}` and the manager. */
export function userRoutes(): GraphRoute[] {
  return [
    {
      method: 'GET',
      path: '/me',
      permissions: { delegated: readSelfPermissions, application: [] },
      answer: (call) => ({ status: 200, body: presented(call, signedInUser(call)) }),
    },
    {
      method: 'GET',
      path: '/users/{userId}',
      permissions: { delegated: readSelfPermissions, application: readPermissions },
      answer(call) {
        const user = findUser(call.param('userId'));
        const mayReadOthers = readPermissions.some((permission) => call.caller.permissions.has(permission));
        if (!mayReadOthers && user?.id !== call.caller.userId) {
          throw new GraphError(
            403,
            'Authorization_RequestDenied',
            'Insufficient privileges to complete the operation.',
          );
        }
        if (!user) throw notFound(`Resource '${call.param('userId')}'`);
        return { status: 200, body: presented(call, user) };
      },
    },
    {
      method: 'GET',
      path: '/users/{userId}/manager',
      permissions: { delegated: managerPermissions, application: managerPermissions },
      answer(call) {
        const user = findUser(call.param('userId'));
        if (!user) throw notFound(`Resource '${call.param('userId')}'`);
        const manager = findUser(user.managerId ?? '');
        if (manager) return { status: 200, body: presented(call, manager) };
        throw new GraphError(
          404,
          'Request_ResourceNotFound',
          "Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
        );
      },
    },
  ];
}

/** The person for whom a delegated call is made. */
export function signedInUser(call: GraphCall): User {
  const user = findUser(call.caller.userId ?? '');
  if (!user) throw notFound('The signed-in user');
  return user;
}

function presented(call: GraphCall, user: User): Readonly<Record<string, unknown>> {
  refuseUnknownOptions(call.query, new Set(['$select']));
  const { id, displayName, givenName, surname, jobTitle, mail, userPrincipalName, department } = user;
  const byDefault = {
    businessPhones: [],
    displayName,
    givenName,
    jobTitle,
    mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname,
    userPrincipalName,
    id,
  };
  const select = selectOf(call.query);
  return {
    '@odata.context': `${call.origin}/v1.0/$metadata#users${select ? `(${select.join(',')})` : ''}/$entity`,
    ...(select ? selected({ ...byDefault, department, accountEnabled: true, userType: 'Member' }, select) : byDefault),
  };
}
