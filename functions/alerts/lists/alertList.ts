import type { Caller } from '../../runtime/caller.ts';
import { pagedList, pageProperties } from '../../runtime/pagedList.ts';
import { alertSchema } from '../alert.ts';
import type { OurProduct } from '../alertPages.ts';
import type { AlertsFor } from '../alertsOfGraph.ts';
import type { AlertFilter } from './alertFilter.ts';

/** What every list of alerts declares. */
export const alertList = {
  method: 'GET',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  responses: {
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
  },
} as const;

interface Dependencies {
  readonly alertsFor: AlertsFor;
  /** Where this back end is reached, without a path. */
  readonly publicBaseUrl: string;
}

interface Wish {
  readonly parameters: AlertFilter & { readonly top: number; readonly nextToken?: string };
  readonly caller: Caller;
}

/** The handler of a list at this path: of one product, or of that which the caller asks for. */
export const listsAlerts =
  (path: `/${string}`, product?: OurProduct) =>
  async ({ alertsFor, publicBaseUrl }: Dependencies, { parameters, caller }: Wish) => ({
    status: 200 as const,
    body: await pagedList({ address: new URL(`/api${path}`, publicBaseUrl), parameters }, (filter, place) =>
      alertsFor(caller).list({ ...filter, ...(product && { product }) }, place),
    ),
  });
