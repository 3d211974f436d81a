import { type Approval, approvalSchema } from '../approvals/approval.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { inSteps, stepProperties } from '../approvals/inSteps.ts';
import { appendEvent } from '../events/appendEvent.ts';
import type { EventDraft } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import type { Caller } from '../runtime/caller.ts';
import { operation } from '../runtime/operation.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import { exampleInsiderRiskAlert } from './exampleInsiderRiskAlert.ts';
import type { RevealedUser, RevealingAlerts } from './pseudonyms/revealedUser.ts';

interface Dependencies {
  readonly approvals: Pick<Approvals, 'request' | 'approve' | 'use'>;
  readonly revealingAlertsFor: (caller: Caller) => RevealingAlerts;
  readonly log: Pick<EventLog, 'head' | 'append'>;
}

export const revealUser = operation({
  operationId: 'RevealUser',
  method: 'POST',
  path: '/insiderRiskAlerts/{alertId}/revealUser',
  summary: 'Reveal user',
  description:
    'Names the person of an insider risk alert who is a pseudonym elsewhere. It takes two people: one asks with a reason, an administrator approves, and who asked carries it out, within 24 hours and once. The alert is read with the rights of that person, and the event log keeps who asked, who approved and why, without the name.',
  visibility: 'none',
  audience: 'listed',
  // A key would keep the answer, and with it the name, in storage. The approval is used once in any case.
  repeat: 'safe',
  access: { role: 'Purview.Remediator', callers: 'people' },
  graph: { delegated: ['SecurityAlert.Read.All'] },
  parameters: { alertId: alertIdParameter },
  body: { type: 'object', properties: stepProperties },
  responses: {
    200: {
      description: 'How far the approval has come and, after step carryOut, the person.',
      schema: {
        type: 'object',
        properties: {
          approval: approvalSchema,
          user: {
            type: 'object',
            title: 'RevealedUser',
            'x-ms-summary': 'Revealed User',
            description: 'The person; there after step carryOut only.',
            properties: {
              userPrincipalName: {
                type: 'string',
                'x-ms-summary': 'User Principal Name',
                description: 'The sign-in name.',
              },
              displayName: { type: 'string', 'x-ms-summary': 'User Name', description: 'The name as people see it.' },
              objectId: {
                type: 'string',
                'x-ms-summary': 'User Object Id',
                description: 'The object id in Microsoft Entra ID.',
              },
              pseudonym: {
                type: 'string',
                'x-ms-summary': 'Pseudonym',
                description: 'What stands for the person in alerts and events.',
              },
            },
            required: ['userPrincipalName'],
          },
        },
        required: ['approval'],
      },
    },
  },
  example: {
    parameters: { alertId: exampleInsiderRiskAlert.alertId },
    body: { step: 'request', reason: 'The works council agreed to a hearing.' },
    reply: {
      status: 200,
      body: {
        approval: {
          approvalId: 'q0Yx3mWb1Fh8cT2LrK7vNA',
          state: 'pending',
          action: 'RevealUser',
          subject: exampleInsiderRiskAlert.alertId,
          reason: 'The works council agreed to a hearing.',
          requestedBy: { objectId: '6fced11d-2bd8-41e6-847a-8387cdde8d51', name: 'Joni Sherman' },
          requestedAt: '2026-09-01T08:10:00.000Z',
          expiresAt: '2026-09-02T08:10:00.000Z',
        },
      },
    },
  },
  handler: async ({ approvals, revealingAlertsFor, log }: Dependencies, { parameters, body, ...call }) => {
    const { alertId } = parameters;
    const { caller, correlationId } = call;
    const alerts = revealingAlertsFor(caller);
    // Nobody is asked to approve what cannot be done.
    if (body.step === 'request') await alerts.find(alertId);
    const { approval, outcome } = await inSteps(
      { approvals, caller, log: call.log },
      {
        input: body,
        target: { action: 'RevealUser', subject: alertId },
        carryOut: async (approved) => {
          const user = await alerts.reveal(alertId);
          // Before the answer: who cannot be audited is not told.
          const draft = revealDraft(caller, alertId, { approved, user });
          await appendEvent(log, 'responses', { draft, change: 'raised', correlationId });
          return user;
        },
      },
    );
    return { status: 200, body: { approval, ...(outcome !== undefined && { user: outcome }) } };
  },
});

interface Revealed {
  readonly approved: Approval;
  readonly user: RevealedUser;
}

/** The audit event: who, why and by whose leave, and the pseudonym in place of the name. */
function revealDraft(caller: Caller, alertId: string, { approved, user }: Revealed): EventDraft {
  const now = new Date().toISOString();
  const { approvalId, reason, requestedBy, approvedBy } = approved;
  const { userPrincipalName: actor = caller.objectId } = caller;
  return {
    recordId: approvalId,
    version: now,
    type: 'userRevealed',
    createdAt: now,
    recordedAt: now,
    occurredAt: now,
    actor,
    facets: { users: [actor] },
    noun: 'response',
    thing: {
      action: 'RevealUser',
      alertId,
      approvalId,
      reason,
      requestedBy,
      ...(approvedBy !== undefined && { approvedBy }),
      ...(user.pseudonym !== undefined && { pseudonym: user.pseudonym }),
    },
  };
}
