import { type Caller, holds } from '../runtime/caller.ts';
import type { Log } from '../runtime/log.ts';
import { invalid, Problem } from '../runtime/problem.ts';
import { schema } from '../runtime/schema.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { Approval, ApprovalTarget } from './approval.ts';
import type { Approvals } from './approvals.ts';

/** What an operation that two people decide on takes beside its own input. */
export const stepProperties = schema({
  type: 'object',
  properties: {
    step: {
      type: 'string',
      enum: ['request', 'approve', 'carryOut'],
      default: 'request',
      'x-ms-summary': 'Step',
      description:
        'First request: it answers an approval id. Then approve, by another person who is a Purview.Administrator. Then carryOut, by the person who asked, within 24 hours of asking.',
    },
    approvalId: {
      type: 'string',
      'x-ms-summary': 'Approval Id',
      description: 'The approval that step request answered; needed by the steps approve and carryOut.',
      minLength: 1,
      maxLength: 64,
    },
    reason: {
      type: 'string',
      'x-ms-summary': 'Reason',
      description: 'Why it has to be done, for the person who approves; needed by step request.',
      minLength: 1,
      maxLength: 1_000,
      pattern: '\\S',
    },
  },
}).properties;

export interface StepInput {
  readonly step: 'request' | 'approve' | 'carryOut';
  readonly approvalId?: string;
  readonly reason?: string;
}

/** Where the steps have come, and what carrying out answered. */
export interface Stepped<T> {
  readonly approval: Approval;
  /** There after step carryOut. */
  readonly outcome?: T;
}

interface Context {
  readonly approvals: Pick<Approvals, 'request' | 'approve' | 'use'>;
  readonly caller: Caller;
  readonly log: Log;
}

/**
 * Takes one step of an action that two people decide on. An attempt that was refused, or turned away for its rate,
 * leaves the approval usable; after any other failure the action may have happened, so it counts as used.
 */
export const inSteps = async <T>(
  { approvals, caller, log }: Context,
  {
    input,
    target,
    carryOut,
  }: {
    readonly input: StepInput;
    readonly target: ApprovalTarget;
    readonly carryOut: (approval: Approval) => Promise<T>;
  },
): Promise<Stepped<T>> => {
  const { step, reason, approvalId } = input;
  if (step === 'request') {
    if (reason === undefined) throw invalid('reason', 'is required in step request');
    return { approval: await approvals.request(caller, { ...target, reason }) };
  }
  if (approvalId === undefined) throw invalid('approvalId', `is required in step ${step}`);
  if (step === 'approve') {
    if (!holds(caller, 'Purview.Administrator'))
      throw new Problem('RoleMissing', 'To approve takes the app role Purview.Administrator: ask an administrator.');
    return { approval: await approvals.approve(caller, approvalId, target) };
  }
  const { approval, giveBack } = await approvals.use(caller, approvalId, target);
  try {
    return { approval, outcome: await carryOut(approval) };
  } catch (error) {
    // When even that fails, the approval counts as used; what went wrong first is what the caller has to know.
    if (hadNoEffect(error))
      await giveBack().catch((cause: unknown) => log.warn('Could not make an approval usable again.', { cause }));
    throw error;
  }
};

const hadNoEffect = (error: unknown): boolean =>
  error instanceof Problem || (error instanceof UpstreamError && error.kind === 'throttled');
