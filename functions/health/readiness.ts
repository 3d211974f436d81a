import { covers, type HeldPermissions } from '../integrations/entra/heldPermissions.ts';
import { resourceOf } from '../integrations/entra/permissionResource.ts';
import { type Caller, holds } from '../runtime/caller.ts';
import type { Operation } from '../runtime/operation.ts';
import type { Requirement } from '../runtime/requirement.ts';
import type { Timer } from '../runtime/timer.ts';
import { permissionRequirements } from './permissionRequirements.ts';

export const requirementKinds = [
  'appRole',
  'permission',
  'setting',
  'role',
  'licence',
  'billing',
  'registration',
] as const;

/** One thing that an operation needs. `check`: it cannot be seen from here, so somebody has to look. */
export interface RequirementState {
  readonly kind: (typeof requirementKinds)[number];
  readonly name: string;
  readonly state: 'met' | 'missing' | 'check';
  readonly howTo: string;
}

export interface SubjectReadiness {
  readonly name: string;
  readonly title: string;
  readonly kind: 'action' | 'trigger' | 'timer';
  readonly state: RequirementState['state'];
  readonly requirements: readonly RequirementState[];
}

/** What is known when readiness is judged. */
export interface Circumstances {
  readonly caller: Caller;
  /** By the scope of the resource that the permissions are on. */
  readonly delegated: (scope: string) => Promise<HeldPermissions>;
  readonly application: (scope: string) => Promise<HeldPermissions>;
  readonly isSet: (setting: string) => boolean;
}

type Judged = Pick<Operation<never>, 'operationId' | 'summary' | 'trigger' | 'access' | 'graph' | 'requires'>;

/** What an operation needs when this caller calls it, and what of it is there. */
export async function operationReadiness(operation: Judged, known: Circumstances): Promise<SubjectReadiness> {
  const { operationId: name, summary: title, trigger, access, graph, requires = [] } = operation;
  const { caller } = known;
  const person = caller.kind === 'person' && graph.delegated !== undefined;
  const permissions = (person ? graph.delegated : graph.application) ?? [];
  const others = [...requires, ...permissionRequirements(permissions)].filter(
    ({ of }) => of === undefined || of === (person ? 'people' : 'apps'),
  );
  const requirements = [
    ...appRole(access, caller),
    ...(await permissionStates(permissions, person ? 'delegated' : 'application', known)),
    ...others.map((requirement) => stateOfRequirement(requirement, known)),
  ];
  return { name, title, kind: trigger ? 'trigger' : 'action', state: worst(requirements), requirements };
}

/** The same for a timer, which acts as the app. */
export async function timerReadiness(
  { name, description, graph }: Pick<Timer<never>, 'name' | 'description' | 'graph'>,
  known: Circumstances,
): Promise<SubjectReadiness> {
  const permissions = graph.application ?? [];
  const others = permissionRequirements(permissions).filter(({ of }) => of !== 'people');
  const requirements = [
    ...(await permissionStates(permissions, 'application', known)),
    ...others.map((requirement) => stateOfRequirement(requirement, known)),
  ];
  return { name, title: description, kind: 'timer', state: worst(requirements), requirements };
}

function appRole(access: Operation<never>['access'], caller: Caller): RequirementState[] {
  if (typeof access !== 'object') return [];
  const { role, callers } = access;
  const forPeopleOnly = callers === 'people' && caller.kind === 'app';
  return [
    {
      kind: 'appRole',
      name: forPeopleOnly ? 'A signed-in person' : role,
      state: holds(caller, role) && !forPeopleOnly ? 'met' : 'missing',
      howTo: forPeopleOnly
        ? 'An application cannot call this: use a connection of a person.'
        : `An administrator assigns ${role}, or a higher role, in the Microsoft Entra admin center: Enterprise applications, Purview Response, Users and groups.`,
    },
  ];
}

const permissionStates = (
  permissions: readonly string[],
  kind: 'delegated' | 'application',
  known: Circumstances,
): Promise<RequirementState[]> =>
  Promise.all(
    permissions.map(async (name) => {
      const { title, scope } = resourceOf(name);
      const held = await known[kind](scope);
      const grant =
        kind === 'delegated'
          ? `Grant the delegated permission ${name} of ${title} to the application registration, with admin consent`
          : `Grant the application permission ${name} of ${title} to the identity of the app`;
      const howTo = `${grant}; npm run permissions prints the commands.`;
      if ('unknown' in held)
        return { kind: 'permission' as const, name, state: 'check' as const, howTo: `${howTo} ${held.unknown}` };
      const state = covers(held.permissions, name) ? ('met' as const) : ('missing' as const);
      return { kind: 'permission' as const, name, state, howTo: held.detail ? `${howTo} ${held.detail}` : howTo };
    }),
  );

const stateOfRequirement = ({ kind, name, howTo }: Requirement, { isSet }: Circumstances): RequirementState => ({
  kind,
  name,
  // Only settings can be seen from here: licences, billing and the vendor's own roles would take rights of their own.
  state: kind === 'setting' ? (isSet(name) ? 'met' : 'missing') : 'check',
  howTo,
});

function worst(requirements: readonly RequirementState[]): RequirementState['state'] {
  const states = requirements.map(({ state }) => state);
  if (states.includes('missing')) return 'missing';
  return states.includes('check') ? 'check' : 'met';
}
