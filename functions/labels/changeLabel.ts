import { ownLabel } from '../integrations/sharePoint/fileLabel.ts';
import type { FileReference } from '../integrations/sharePoint/fileReference.ts';
import type { Progress } from '../integrations/sharePoint/monitor.ts';
import type { Caller } from '../runtime/caller.ts';
import { invalid, Problem } from '../runtime/problem.ts';
import { fileOnly } from './fileOnly.ts';
import type { LabelChange } from './labelChange.ts';
import type { LabelOperations } from './labelOperations.ts';
import type { LabelAssignment, LabelsFor } from './labelsOfGraph.ts';
import type { SensitivityLabel } from './sensitivityLabel.ts';

export interface LabelChangeDependencies {
  readonly labelsFor: LabelsFor;
  readonly labelOperations: LabelOperations;
}

/** Changes the label of a file and waits for the end; what would be refused or without effect is not asked for. */
export async function changeLabel(
  { labelsFor, labelOperations }: LabelChangeDependencies,
  caller: Caller,
  reference: FileReference,
  assignment: LabelAssignment,
): Promise<LabelChange> {
  const graph = labelsFor(caller);
  const labels = await graph.sensitivityLabels();
  const wanted = wantedLabel(labels, assignment);
  const file = fileOnly(await graph.find(reference));
  const current = ownLabel(await graph.labelsOf(file), caller.tenantId);
  const previous = labels.find(({ labelId }) => labelId === current?.labelId);
  const known = {
    file,
    ...(wanted && { labelId: wanted.labelId, labelTitle: wanted.title }),
    ...(current && { previousLabelId: current.labelId }),
    ...(previous && { previousLabelTitle: previous.title }),
  };
  if (current?.labelId === wanted?.labelId) return { ...known, state: 'unchanged' };
  requireJustification(previous, wanted, assignment);

  const labelId = wanted?.labelId;
  // A change is charged once it is asked for, so what may fail behind it is tried before: an id takes a key.
  await labelOperations.idOf(caller, labelOperations.begun({ file, labelId, location: undefined }));
  const { location } = await graph.assign(file, { ...assignment, labelId });
  const operation = labelOperations.begun({ file, labelId, location });
  const operationId = await labelOperations.idOf(caller, operation);
  return { ...known, operationId, state: stateOf(await labelOperations.follow(operation)) };
}

function wantedLabel(labels: readonly SensitivityLabel[], { labelId }: LabelAssignment): SensitivityLabel | undefined {
  if (labelId === undefined) return undefined;
  const found = labels.find((label) => label.labelId === labelId.toLowerCase());
  if (found) return found;
  throw invalid('labelId', 'is no sensitivity label that the person may use; pick one from the list.');
}

function requireJustification(
  previous: SensitivityLabel | undefined,
  wanted: SensitivityLabel | undefined,
  { justification }: LabelAssignment,
): void {
  if (justification !== undefined || previous?.priority === undefined || wanted?.priority === undefined) return;
  if (wanted.priority >= previous.priority) return;
  throw invalid(
    'justification',
    `is required, because ${wanted.title} is less sensitive than ${previous.title}, the label of the file.`,
  );
}

function stateOf(progress: Progress): LabelChange['state'] {
  if (progress.state === 'completed') return 'completed';
  if (progress.state !== 'failed') return 'running';
  throw new Problem('Conflict', `SharePoint could not change the label. It says: ${progress.reason}`);
}
