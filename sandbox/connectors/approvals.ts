import type { JsonObject } from '../flows/expression/json.ts';
import type { OpenQuestions, Question, QuestionAnswer } from './openQuestions.ts';
import { addressesOf, personOf } from './people.ts';
import { ConnectorRefusal, type SimulatedConnector } from './simulatedOperation.ts';

const text = { type: 'string', minLength: 1 };

/** https://learn.microsoft.com/connectors/approvals */
export const approvals = (questions: OpenQuestions): SimulatedConnector => ({
  api: 'shared_approvals',
  title: 'Approvals',
  operations: [
    {
      operationId: 'StartAndWaitForAnApproval',
      summary: 'Start and wait for an approval',
      path: '/types/{approvalType}/$subscriptions',
      pathParameters: [{ name: 'approvalType', in: 'path', values: ['Basic'] }],
      body: {
        name: 'WebhookApprovalCreationInput',
        schema: {
          type: 'object',
          required: ['notificationUrl', 'title', 'assignedTo'],
          properties: {
            notificationUrl: { ...text, 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
            title: text,
            assignedTo: text,
            details: { type: 'string' },
            itemLink: { type: 'string' },
            itemLinkDescription: { type: 'string' },
            requestor: { type: 'string' },
            enableNotifications: { type: 'boolean' },
            enableReassignment: { type: 'boolean' },
          },
          additionalProperties: false,
        },
      },
      notification: { type: 'object' },
      answer({ body }) {
        const askedOf = addressesOf(String(body.assignedTo)).map((address) => personOf(address).userPrincipalName);
        if (askedOf.length === 0) throw new ConnectorRefusal(400, 'An approval needs somebody to approve.');
        const { notificationUrl, ...details } = body;
        questions.ask({
          kind: 'approval',
          title: String(body.title),
          askedOf,
          choices: ['Approve', 'Reject'],
          inputs: [],
          details,
          notificationUrl: String(notificationUrl),
          notification: outcome,
        });
        return { status: 201, body: {} };
      },
    },
  ],
});

const outcome = (answer: QuestionAnswer, { title, details, askedAt }: Question): JsonObject => {
  const { id, displayName, mail, userPrincipalName } = personOf(answer.by);
  const at = new Date().toISOString();
  return {
    title,
    details: details.details ?? null,
    requestDate: askedAt,
    completionDate: at,
    status: 'Completed',
    outcome: answer.choice,
    responses: [
      {
        responder: { id, displayName, email: mail, tenantId: null, userPrincipalName },
        requestDate: askedAt,
        responseDate: at,
        approverResponse: answer.choice,
        comments: answer.comments ?? '',
      },
    ],
    responseSummary: `Approver: ${displayName}\nResponse: ${answer.choice}\nRequest Date: ${askedAt}\nResponse Date: ${at}`,
  };
};
