/** A refusal in the activity feed's own words; it is sent as `{ error: { code, message } }`. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
