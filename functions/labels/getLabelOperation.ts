import { ownLabel } from '../integrations/sharePoint/fileLabel.ts';
import type { Progress } from '../integrations/sharePoint/monitor.ts';
import { operation } from '../runtime/operation.ts';
import { exampleOperationId } from './labelChange.ts';
import type { LabelOperations } from './labelOperations.ts';
import type { LabelsFor } from './labelsOfGraph.ts';

interface Dependencies {
  readonly labelsFor: LabelsFor;
  readonly labelOperations: LabelOperations;
}

export const getLabelOperation = operation({
  operationId: 'GetLabelOperation',
  method: 'GET',
  path: '/files/labelOperation',
  summary: 'Get label operation',
  description:
    'Tells how far the change of a sensitivity label is. Ask again every half a minute while it is running. When SharePoint tells nothing of the change any more, the label on the file decides.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['Files.Read.All'] },
  parameters: {
    operationId: {
      in: 'query',
      required: true,
      type: 'string',
      'x-ms-summary': 'Operation Id',
      description: 'The Operation Id that the change of the label answered, in a flow with the same connection.',
      minLength: 1,
      maxLength: 8_000,
      pattern: '^[A-Za-z0-9._-]+$',
    },
  },
  responses: {
    200: {
      description: 'How far the change is.',
      schema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
            enum: ['running', 'completed', 'failed', 'unknown'],
            'x-ms-summary': 'State',
            description:
              'Running, completed or failed; unknown when SharePoint forgot the change and the file does not have the label.',
          },
          percentComplete: {
            type: 'number',
            'x-ms-summary': 'Percent Complete',
            description: 'How far it is, while it is running and where SharePoint says so.',
          },
          failureReason: {
            type: 'string',
            'x-ms-summary': 'Failure Reason',
            description: 'Why it failed, in the words of SharePoint.',
          },
          fileName: { type: 'string', 'x-ms-summary': 'File Name', description: 'The name of the file.' },
          labelId: {
            type: 'string',
            'x-ms-summary': 'Label Id',
            description: 'The label that the file gets; left out when its label is taken off.',
          },
          startedAt: {
            type: 'string',
            format: 'date-time',
            'x-ms-summary': 'Started At',
            description: 'When the change was asked for.',
          },
        },
        required: ['state', 'fileName', 'startedAt'],
      },
    },
  },
  example: {
    parameters: { operationId: exampleOperationId },
    reply: {
      status: 200,
      body: {
        state: 'running',
        percentComplete: 50,
        fileName: 'Report on incident 4711.docx',
        labelId: 'b3947d9c-777a-4bbb-9f21-9833d97b001b',
        startedAt: '2026-09-01T08:00:00.000Z',
      },
    },
  },
  handler: async ({ labelsFor, labelOperations }: Dependencies, { parameters, caller }) => {
    const started = await labelOperations.read(caller, parameters.operationId);
    const graph = labelsFor(caller);
    const isDone = async () =>
      ownLabel(await graph.labelsOf(started.file), caller.tenantId)?.labelId === started.labelId;
    const told = await toldOf(await labelOperations.look(started), isDone);
    const { file, labelId, startedAt } = started;
    return {
      status: 200,
      body: { ...told, fileName: file.name, startedAt, ...(labelId !== undefined && { labelId }) },
    };
  },
});

async function toldOf(progress: Progress, isDone: () => Promise<boolean>) {
  switch (progress.state) {
    case 'running': {
      const { percentComplete } = progress;
      return { state: 'running' as const, ...(percentComplete !== undefined && { percentComplete }) };
    }
    case 'completed':
      return { state: 'completed' as const };
    case 'failed':
      return { state: 'failed' as const, failureReason: progress.reason };
    case 'gone':
      return { state: (await isDone()) ? ('completed' as const) : ('unknown' as const) };
  }
}
