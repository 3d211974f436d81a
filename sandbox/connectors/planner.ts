import { randomBytes } from 'node:crypto';
import { addressesOf, personOf } from './people.ts';
import { ConnectorRefusal, type SimulatedConnector } from './simulatedOperation.ts';

/** A task that a flow created. */
export interface PlannedTask {
  readonly id: string;
  readonly groupId: string;
  readonly planId: string;
  readonly title: string;
  readonly dueDateTime?: string;
  /** Who it is assigned to, by object id. */
  readonly assignedTo: readonly string[];
}

const text = { type: 'string', minLength: 1 };
const longestTitle = 255;

/** https://learn.microsoft.com/connectors/planner */
export const planner = (tasks: PlannedTask[]): SimulatedConnector => ({
  api: 'shared_planner',
  title: 'Planner',
  operations: [
    {
      operationId: 'CreateTask_V3',
      summary: 'Create a task',
      path: '/v3/CreateTask',
      body: {
        name: 'body',
        schema: {
          type: 'object',
          required: ['groupId', 'planId', 'title'],
          properties: {
            groupId: text,
            planId: text,
            title: text,
            bucketId: { type: 'string' },
            startDateTime: { type: 'string' },
            dueDateTime: { type: 'string' },
            assignments: { type: 'string' },
          },
          additionalProperties: false,
        },
      },
      answer({ body: { groupId, planId, title, dueDateTime, assignments } }) {
        if (String(title).length > longestTitle)
          throw new ConnectorRefusal(400, `The title of a task has at most ${longestTitle} characters.`);
        if (dueDateTime !== undefined && Number.isNaN(Date.parse(String(dueDateTime))))
          throw new ConnectorRefusal(400, `'${String(dueDateTime)}' is no time.`);
        const task: PlannedTask = {
          id: randomBytes(14).toString('base64url'),
          groupId: String(groupId),
          planId: String(planId),
          title: String(title),
          ...(dueDateTime !== undefined && { dueDateTime: String(dueDateTime) }),
          assignedTo: addressesOf(String(assignments ?? '')).map((address) => personOf(address).id),
        };
        tasks.push(task);
        return { status: 201, body: { id: task.id, planId: task.planId, title: task.title, percentComplete: 0 } };
      },
    },
  ],
});
