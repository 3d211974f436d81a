import { classifications, settableDeterminations } from './alertEnums.ts';

/** The inputs that say what an alert or an incident turned out to be, by the names of the metadata. */
export const verdictProperties = {
  classification: {
    type: 'string',
    enum: classifications,
    'x-ms-summary': 'Classification',
    description: 'Whether it turned out to be true; unknown takes an earlier word back.',
  },
  determination: {
    type: 'string',
    enum: settableDeterminations,
    'x-ms-summary': 'Determination',
    description: 'What it turned out to be; it must suit the classification.',
  },
} as const;
