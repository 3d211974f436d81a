/** Somebody else was quicker: the row is there already, has changed since it was read, or is gone. */
export class RowConflict extends Error {
  override readonly name = 'RowConflict';
  readonly kind: 'exists' | 'changed' | 'missing';

  constructor(kind: RowConflict['kind'], options?: ErrorOptions) {
    super(`The row ${{ exists: 'exists already', changed: 'has changed', missing: 'is gone' }[kind]}.`, options);
    this.kind = kind;
  }
}
