import { schema } from '../runtime/schema.ts';

/** How far the change of a policy's mode has come. */
export const modeChangeSchema = schema({
  type: 'object',
  title: 'DlpPolicyModeChange',
  properties: {
    changeId: {
      type: 'string',
      'x-ms-summary': 'Change Id',
      description: 'Names the change; Get DLP policy mode change takes it.',
    },
    state: {
      type: 'string',
      enum: ['running', 'completed', 'failed'],
      'x-ms-summary': 'Change State',
      description: 'Whether the change is under way, done or failed.',
    },
    changed: {
      type: 'boolean',
      'x-ms-summary': 'Changed',
      description: 'Whether the policy was in another mode before; left out until the change is done.',
    },
    previousMode: {
      type: 'string',
      'x-ms-summary': 'Previous Mode',
      description: 'The mode before, in the words of Security & Compliance PowerShell.',
    },
    detail: { type: 'string', 'x-ms-summary': 'Detail', description: 'Why the change failed.' },
  },
  required: ['changeId', 'state'],
});
