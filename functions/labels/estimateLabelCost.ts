import { operation } from '../runtime/operation.ts';

export interface LabelPrice {
  readonly perChange: number;
  readonly currency: string;
}

export const estimateLabelCost = operation({
  operationId: 'EstimateLabelCost',
  method: 'GET',
  path: '/labels/cost',
  summary: 'Estimate label cost',
  description:
    'Multiplies a number of files by the price that Microsoft asks for each change of a sensitivity label, so that a run over many files can be weighed before it starts. The price is a setting of the back end; what is billed is for Microsoft to say, and taxes and discounts are left out.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {
    itemCount: {
      in: 'query',
      required: true,
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Number of Files',
      description: 'How many files are to get another label or none.',
      minimum: 0,
      maximum: 100_000_000,
    },
  },
  responses: {
    200: {
      description: 'The estimate.',
      schema: {
        type: 'object',
        properties: {
          itemCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Number of Files',
            description: 'How many files the estimate is for.',
          },
          pricePerChange: {
            type: 'number',
            'x-ms-summary': 'Price of a Change',
            description: 'What one change of a label costs, as the back end is set up to believe.',
          },
          estimatedCost: {
            type: 'number',
            'x-ms-summary': 'Estimated Cost',
            description: 'What all of them would cost.',
          },
          currency: { type: 'string', 'x-ms-summary': 'Currency', description: 'The currency, such as USD.' },
        },
        required: ['itemCount', 'pricePerChange', 'estimatedCost', 'currency'],
      },
    },
  },
  example: {
    parameters: { itemCount: 1_000 },
    reply: {
      status: 200,
      body: { itemCount: 1_000, pricePerChange: 0.00185, estimatedCost: 1.85, currency: 'USD' },
    },
  },
  handler: async ({ labelPrice }: { readonly labelPrice: LabelPrice }, { parameters: { itemCount } }) => {
    const { perChange, currency } = labelPrice;
    const estimatedCost = Math.round(itemCount * perChange * 100_000) / 100_000;
    return { status: 200, body: { itemCount, pricePerChange: perChange, estimatedCost, currency } };
  },
});
