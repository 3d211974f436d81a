import { allRecords } from '../integrations/graph/allRecords.ts';
import type { Graph, GraphClients } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import { extractedLabels, type FileLabel, toFileLabel } from '../integrations/sharePoint/fileLabel.ts';
import type { FileReference } from '../integrations/sharePoint/fileReference.ts';
import { findFile } from '../integrations/sharePoint/findFile.ts';
import type { Caller } from '../runtime/caller.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { type FileRetention, toFileRetention } from './fileRetention.ts';
import { type RetentionLabel, toRetentionLabel } from './retentionLabel.ts';
import type { SensitivityLabel } from './sensitivityLabel.ts';
import { toSensitivityLabels } from './toSensitivityLabels.ts';

export interface LabelAssignment {
  /** Undefined: the label is taken off. */
  readonly labelId: string | undefined;
  readonly assignmentMethod: string;
  readonly justification?: string;
}

type Place = Pick<FileItem, 'driveId' | 'itemId'>;

/** Labels and labelled files as the person sees them on whose behalf they are asked for. */
export interface LabelsOfGraph {
  /** All labels that the person may use, the more sensitive later. */
  sensitivityLabels(): Promise<SensitivityLabel[]>;
  find(reference: FileReference): Promise<FileItem>;
  labelsOf(file: Place): Promise<FileLabel[]>;
  /** Starts to change the label, never twice for one call; gives the address of the monitor. Each call is charged. */
  assign(file: Place, assignment: LabelAssignment): Promise<{ readonly location?: string }>;
  /** By name. */
  retentionLabels(): Promise<RetentionLabel[]>;
  setRetentionLabel(file: Place, name: string): Promise<FileRetention>;
}

export type LabelsFor = (caller: Caller) => LabelsOfGraph;

export const labelsFor =
  (clients: GraphClients): LabelsFor =>
  (caller) =>
    labelsOfGraph(clients.onBehalfOf(caller));

/** https://learn.microsoft.com/graph/api/resources/sensitivitylabel and https://learn.microsoft.com/graph/api/resources/driveitem */
export function labelsOfGraph(graph: Graph): LabelsOfGraph {
  const labels = graph.needing({ permission: 'SensitivityLabel.Read' });
  const files = graph.needing({ permission: 'Files.ReadWrite' });
  const readable = graph.needing({ permission: 'Files.Read.All' });
  const writable = graph.needing({ permission: 'Files.ReadWrite.All' });
  const records = graph.needing({ permission: 'RecordsManagement.Read.All', role: 'Compliance Data Administrator' });

  return {
    async sensitivityLabels() {
      const path = graphPath`/security/dataSecurityAndGovernance/sensitivityLabels`;
      return toSensitivityLabels(await allRecords(labels.pages(path)));
    },
    find: (reference) => findFile(files, reference),
    async labelsOf({ driveId, itemId }) {
      const answer = await readable.post(graphPath`/drives/${driveId}/items/${itemId}/extractSensitivityLabels`, {});
      const found = (extractedLabels(answer) ?? withoutLabels()).flatMap(toFileLabel);
      return found.map((label) => ({ ...label, labelId: label.labelId.toLowerCase() }));
    },
    assign: ({ driveId, itemId }, { labelId, assignmentMethod, justification }) =>
      writable.start(graphPath`/drives/${driveId}/items/${itemId}/assignSensitivityLabel`, {
        sensitivityLabelId: labelId ?? '',
        assignmentMethod,
        ...(justification !== undefined && { justificationText: justification }),
      }),
    async retentionLabels() {
      const found = await allRecords(records.pages(graphPath`/security/labels/retentionLabels`));
      return found.flatMap(toRetentionLabel).sort((one, other) => one.name.localeCompare(other.name));
    },
    async setRetentionLabel({ driveId, itemId }, name) {
      return toFileRetention(
        await writable.patch(graphPath`/drives/${driveId}/items/${itemId}/retentionLabel`, { name }),
      );
    },
  };
}

function withoutLabels(): never {
  throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail: 'it answered without the labels.' });
}
