import type { JsonObject } from '../flows/expression/json.ts';
import { isMailAddress } from '../isMailAddress.ts';
import { addressesOf } from './people.ts';
import { ConnectorRefusal, type SimulatedConnector } from './simulatedOperation.ts';

/** A mail that a flow sent. */
export interface SentMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly importance: string;
}

const text = { type: 'string', minLength: 1 };

/** https://learn.microsoft.com/connectors/office365 */
export const outlook = (sent: SentMail[]): SimulatedConnector => ({
  api: 'shared_office365',
  title: 'Office 365 Outlook',
  operations: [
    {
      operationId: 'SendEmailV2',
      summary: 'Send an email (V2)',
      path: '/v2/Mail',
      body: {
        name: 'emailMessage',
        schema: {
          type: 'object',
          required: ['To', 'Subject', 'Body'],
          properties: {
            To: text,
            Subject: text,
            Body: text,
            Cc: { type: 'string' },
            Importance: { type: 'string', enum: ['Low', 'Normal', 'High'], default: 'Normal' },
          },
          additionalProperties: false,
        },
      },
      answer({ body }) {
        sent.push({
          to: recipients(body),
          subject: String(body.Subject),
          body: String(body.Body),
          importance: String(body.Importance ?? 'Normal'),
        });
        return { status: 200 };
      },
    },
  ],
});

const recipients = ({ To, Cc }: JsonObject): readonly string[] => {
  const to = addressesOf([To, Cc ?? ''].join(';'));
  const faulty = to.find((address) => !isMailAddress(address));
  if (to.length === 0 || faulty !== undefined)
    throw new ConnectorRefusal(400, `ErrorInvalidRecipients: '${faulty ?? ''}' is no mail address.`);
  return to;
};
