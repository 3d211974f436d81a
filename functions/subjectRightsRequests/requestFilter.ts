import type { requestStatuses, requestTypes, stages } from './requestEnums.ts';
import type { SubjectRightsRequest } from './subjectRightsRequest.ts';

/** Which requests somebody asks for. */
export interface RequestFilter {
  readonly type?: (typeof requestTypes)[number];
  readonly status?: (typeof requestStatuses)[number];
  readonly stage?: (typeof stages)[number];
  readonly dueWithinDays?: number;
  /** Name or object id. */
  readonly assignedTo?: string;
}

/** Whether a request is among those asked for. */
export const fits =
  ({ type, status, stage, dueWithinDays, assignedTo }: RequestFilter) =>
  (request: SubjectRightsRequest): boolean =>
    (type === undefined || request.type === type) &&
    (status === undefined || request.status === status) &&
    (stage === undefined || request.currentStage === stage) &&
    (dueWithinDays === undefined || (request.daysLeft !== undefined && request.daysLeft <= dueWithinDays)) &&
    (assignedTo === undefined ||
      [request.assignedTo, request.assignedToId].some((name) => name?.toLowerCase() === assignedTo.toLowerCase()));
