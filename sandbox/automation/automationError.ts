/** A refusal of Azure Resource Manager; the listener gives it the shape `{ error: { code, message } }`. */
export class AutomationError extends Error {
  override readonly name = 'AutomationError';
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
