/** A record of the service that cannot be mapped to our shape; the message says which property is at fault. */
export class UnmappableRecord extends Error {
  override readonly name = 'UnmappableRecord';
  /** Where the record says at least that. */
  readonly recordId: string | undefined;

  constructor(reason: string, recordId?: string) {
    super(reason);
    this.recordId = recordId;
  }
}
