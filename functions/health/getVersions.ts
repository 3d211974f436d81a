import { operation } from '../runtime/operation.ts';
import { backEndVersion, compareVersions, contractVersion, oldestContractVersion } from './versions.ts';

export const getVersions = operation({
  operationId: 'GetVersions',
  method: 'GET',
  path: '/versions',
  summary: 'Get versions',
  description:
    'Tells the versions of the back end and of its contract. A flow that sends the contract version it was made for hears whether it is older, and whether it is still served.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {
    contractVersion: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Contract Version',
      description: 'The contract version that the flow or the connector was made for, such as 1.2.0.',
      pattern: '^\\d{1,5}\\.\\d{1,5}\\.\\d{1,5}$',
    },
  },
  responses: {
    200: {
      description: 'The versions.',
      schema: {
        type: 'object',
        properties: {
          backEndVersion: {
            type: 'string',
            'x-ms-summary': 'Back End Version',
            description: 'The version of the back end that answers.',
          },
          contractVersion: {
            type: 'string',
            'x-ms-summary': 'Current Contract Version',
            description: 'The version of the contract that the back end serves; a new connector has the same.',
          },
          oldestContractVersion: {
            type: 'string',
            'x-ms-summary': 'Oldest Contract Version',
            description: 'The oldest contract version that is still served.',
          },
          comparison: {
            type: 'string',
            enum: ['same', 'older', 'tooOld', 'newer'],
            'x-ms-summary': 'Comparison',
            description:
              'How the version that was sent compares: the same; older, and still served; too old; or newer than the back end. Left out when none was sent.',
          },
          advice: {
            type: 'string',
            'x-ms-summary': 'Advice',
            description: 'What to do, where something is to be done.',
          },
        },
        required: ['backEndVersion', 'contractVersion', 'oldestContractVersion'],
      },
    },
  },
  example: {
    parameters: { contractVersion: '0.0.9' },
    reply: {
      status: 200,
      body: {
        backEndVersion,
        contractVersion,
        oldestContractVersion,
        comparison: 'tooOld',
        advice: 'Import the connector and the flow anew: this version is no longer served.',
      },
    },
  },
  handler: async (_dependencies: object, { parameters }) => {
    const versions = { backEndVersion, contractVersion, oldestContractVersion };
    return { status: 200, body: { ...versions, ...compared(parameters.contractVersion) } };
  },
});

function compared(theirs: string | undefined) {
  if (theirs === undefined) return {};
  const difference = compareVersions(theirs, contractVersion);
  if (difference === 0) return { comparison: 'same' as const };
  if (difference > 0) {
    return {
      comparison: 'newer' as const,
      advice: 'Update the back end: it is older than the connector or the flow, and may not know all of its fields.',
    };
  }
  if (compareVersions(theirs, oldestContractVersion) < 0) {
    return {
      comparison: 'tooOld' as const,
      advice: 'Import the connector and the flow anew: this version is no longer served.',
    };
  }
  return {
    comparison: 'older' as const,
    advice: 'It works. Import the connector and the flow anew when you want what has been added since.',
  };
}
