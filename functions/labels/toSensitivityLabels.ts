import { flag, number, read, recordsIn, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import type { SensitivityLabel } from './sensitivityLabel.ts';

const shape = {
  id: text('id'),
  displayName: text('displayName'),
  name: text('name'),
  toolTip: text('toolTip'),
  description: text('description'),
  priority: number('priority'),
  hasProtection: flag('hasProtection'),
  isEnabled: flag('isEnabled'),
  isDefault: flag('isDefault'),
  color: text('color'),
  applicableTo: text('applicableTo'),
};

// Purview has two levels; what nests deeper is no list of labels.
const deepest = 5;

/**
 * Maps labels of Graph and the sublabels in them, the more sensitive later. The service leaves `displayName` null and
 * `description` empty, so `name` and `toolTip` speak for them. A label without an id is left out.
 * https://learn.microsoft.com/graph/api/resources/sensitivitylabel
 */
export const toSensitivityLabels = (records: readonly VendorFields[]): SensitivityLabel[] =>
  records
    .flatMap((record) => [...withSublabels(record, undefined, 0)])
    .sort((one, other) => (one.priority ?? 0) - (other.priority ?? 0));

function* withSublabels(
  record: VendorFields,
  parent: SensitivityLabel | undefined,
  depth: number,
): Generator<SensitivityLabel> {
  const { id, displayName, name: ownName, toolTip, description, applicableTo, ...others } = read(shape, record);
  if (id === undefined) return;
  const labelId = id.toLowerCase();
  const name = displayName ?? ownName ?? labelId;
  const tip = toolTip ?? description;
  const appliesTo = applicableTo?.split(',').flatMap((target) => target.trim() || []);
  const label = {
    ...others,
    labelId,
    name,
    title: parent === undefined ? name : `${parent.title} / ${name}`,
    ...(tip !== undefined && { toolTip: tip }),
    ...(parent !== undefined && { parentLabelId: parent.labelId }),
    ...(appliesTo !== undefined && { appliesTo }),
  };
  yield label;
  if (depth === deepest) return;
  for (const sublabel of recordsIn(record.sublabels) ?? []) yield* withSublabels(sublabel, label, depth + 1);
}
