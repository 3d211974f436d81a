import type { Started } from '../integrations/graph/graph.ts';
import { type Infer, schema } from '../runtime/schema.ts';

/** What an action answers that goes on after its answer. */
export const startedSchema = schema({
  type: 'object',
  title: 'EdiscoveryStarted',
  properties: {
    caseId: { type: 'string', 'x-ms-summary': 'Case Id', description: 'The case that it is done in.' },
    operationId: {
      type: 'string',
      'x-ms-summary': 'Operation Id',
      description: 'What to ask Get eDiscovery operation for; left out where the service named none.',
    },
  },
  required: ['caseId'],
});

export type StartedOperation = Infer<typeof startedSchema>;

/** Only the id is taken from the location: the address itself is never called. */
export function toStartedOperation(caseId: string, { location = '' }: Started): StartedOperation {
  const [, operationId] = /\/operations(?:\/|\(')([\w-]{1,200})(?:'\))?\/?(?:\?|$)/.exec(location) ?? [];
  return { caseId, ...(operationId !== undefined && { operationId }) };
}
