/** Something that the service has and its metadata does not; what this says is trusted more than the metadata. */
export interface Difference {
  readonly kind: 'path' | 'property';
  /** A path with `{}` for what is put in, or the name of a property. */
  readonly name: string;
  readonly why: string;
}

export const knownDifferences: readonly Difference[] = [
  {
    kind: 'path',
    name: '/security/dlpAlertEvent',
    why: 'In preview since June 2026 without a published navigation; asked for behind a setting only.',
  },
  { kind: 'property', name: 'alertCorrelationId', why: 'What events of DLP alerts are filtered by; as their path.' },
  { kind: 'property', name: 'applicableTo', why: 'Sensitivity labels carry it on the wire.' },
  ...['isRecordCountLimitExceeded', 'recordCountLimit', 'approximateReturnedRecordCount'].map(
    (name) => ({ kind: 'property', name, why: 'Documented for audit searches since September 2026.' }) as const,
  ),
];
