import type { Caller } from '../runtime/caller.ts';
import type { AssignedLabel } from './labelsOfGraph.ts';

/** The label of the caller's own organisation; a file that came from another may carry that one's, too. */
export const ownLabel = (labels: readonly AssignedLabel[], { tenantId }: Caller): AssignedLabel | undefined =>
  labels.find((label) => label.tenantId === undefined || label.tenantId.toLowerCase() === tenantId.toLowerCase());
