/** Something that the service has and its metadata does not; what this says is trusted more than the metadata. */
export interface Difference {
  readonly kind: 'path' | 'property';
  /** A path with `{}` for what is put in, or the name of a property. */
  readonly name: string;
  readonly why: string;
}

export const knownDifferences: readonly Difference[] = [];
