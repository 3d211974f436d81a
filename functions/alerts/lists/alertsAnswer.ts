import type { Responses } from '../../runtime/operation.ts';
import { alertSchema } from '../alert.ts';
import { pageProperties } from './pagedList.ts';

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
