import { openObject } from '../../integrations/vendorJson/openValue.ts';
import {
  member,
  members,
  type ReadNested,
  read,
  type Shape,
  text,
  texts,
  time,
  type VendorFields,
} from '../../integrations/vendorJson/readers.ts';
import { evidenceRoles, remediationStatuses, verdicts } from '../alertEnums.ts';
import { cloudEvidence } from './cloudEvidence.ts';
import { containerEvidence } from './containerEvidence.ts';
import { deviceEvidence } from './deviceEvidence.ts';
import type { Evidence } from './evidence.ts';
import { evidenceType } from './evidenceType.ts';
import { fileEvidence } from './fileEvidence.ts';
import { identityEvidence } from './identityEvidence.ts';
import { messageEvidence } from './messageEvidence.ts';
import { networkEvidence } from './networkEvidence.ts';

const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    ...identityEvidence,
    ...messageEvidence,
    ...fileEvidence,
    ...deviceEvidence,
    ...networkEvidence,
    ...cloudEvidence,
    ...containerEvidence,
  }),
);

/** What every piece of evidence says of itself, whatever its type. */
const common = {
  verdict: member('verdict', verdicts),
  remediationStatus: member('remediationStatus', remediationStatuses),
  remediationDetails: text('remediationStatusDetails'),
  roles: members('roles', evidenceRoles),
  detailedRoles: texts('detailedRoles'),
  tags: texts('tags'),
  createdAt: time('createdDateTime'),
} as const satisfies Shape;
const commonVendorNames = new Set(['remediationStatusDetails', 'createdDateTime', ...Object.keys(common)]);

// Pods hold containers that hold their pod: what lies deeper is what was said already.
const deepestNesting = 4;

/** Maps a piece of evidence; of a type that we do not know, the fields are kept as they are. */
export function toEvidence(piece: VendorFields): Evidence {
  const type = evidenceType(piece) ?? 'unknown';
  return { type, ...read(common, piece), details: detailsOf(type, piece, 1) };
}

function detailsOf(type: string, piece: VendorFields, depth: number): Record<string, unknown> {
  const shape = shapes.get(type);
  if (shape) return read(shape, piece, readNested(depth));
  return openObject(Object.fromEntries(Object.entries(piece).filter(([name]) => !commonVendorNames.has(name))));
}

const readNested =
  (depth: number): ReadNested =>
  (type, piece) =>
    depth < deepestNesting ? detailsOf(evidenceType(piece) ?? type, piece, depth + 1) : undefined;
