import type { VendorFields } from '../../integrations/vendorJson/readers.ts';

const annotation = /^#?microsoft\.graph\.security\.(\w{1,100}?)(?:Evidence)?$/;

/** The type that a piece of evidence says it has: its name in the metadata without `Evidence`. */
export function evidenceType(piece: VendorFields): string | undefined {
  const type = piece['@odata.type'];
  return typeof type === 'string' ? annotation.exec(type)?.[1] : undefined;
}
