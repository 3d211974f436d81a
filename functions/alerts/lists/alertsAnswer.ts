import type { Responses } from '../../runtime/operation.ts';
import { pageProperties } from '../../runtime/pagedList.ts';
import { alertSchema } from '../alert.ts';

/** The answer of every list of alerts. */
export const alertsAnswer = {
  200: {
    description: 'A page of alerts.',
    schema: {
      type: 'object',
      properties: {
        value: { type: 'array', items: alertSchema, 'x-ms-summary': 'Alerts', description: 'The alerts.' },
        ...pageProperties,
      },
      required: ['value', 'unreadable'],
    },
  },
} as const satisfies Responses;
