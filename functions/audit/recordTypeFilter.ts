/**
 * A record type as filters want it. The metadata and the records write `DLPEndpoint` and `ComplianceDLPSharePoint`;
 * filters take `dlpEndpoint` and `complianceDLPSharePoint`.
 */
export const recordTypeFilter = (recordType: string): string =>
  recordType.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|$)|[A-Z])/, (start) => start.toLowerCase());
