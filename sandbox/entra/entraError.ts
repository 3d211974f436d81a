import { randomUUID } from 'node:crypto';

/** OAuth error and HTTP status of each AADSTS code that the sandbox's authority answers. */
const catalogue = {
  28000: { error: 'invalid_request', status: 400 },
  50011: { error: 'invalid_request', status: 400 },
  50013: { error: 'invalid_grant', status: 400 },
  50034: { error: 'invalid_grant', status: 400 },
  54005: { error: 'invalid_grant', status: 400 },
  65001: { error: 'invalid_grant', status: 400, suberror: 'consent_required' },
  70000: { error: 'invalid_grant', status: 400 },
  70003: { error: 'unsupported_grant_type', status: 400 },
  70008: { error: 'invalid_grant', status: 400 },
  70011: { error: 'invalid_scope', status: 400 },
  90002: { error: 'invalid_request', status: 400 },
  90023: { error: 'invalid_request', status: 400 },
  500011: { error: 'invalid_resource', status: 400 },
  500112: { error: 'invalid_client', status: 401 },
  500131: { error: 'invalid_grant', status: 400 },
  500133: { error: 'invalid_grant', status: 400 },
  501481: { error: 'invalid_grant', status: 400 },
  700016: { error: 'unauthorized_client', status: 400 },
  700025: { error: 'invalid_client', status: 401 },
  700051: { error: 'unsupported_response_type', status: 400 },
  700213: { error: 'invalid_client', status: 401 },
  900144: { error: 'invalid_request', status: 400 },
  900561: { error: 'invalid_request', status: 400 },
  1002012: { error: 'invalid_scope', status: 400 },
  7000114: { error: 'invalid_grant', status: 400 },
  7000215: { error: 'invalid_client', status: 401 },
  7000218: { error: 'invalid_client', status: 401 },
  9002313: { error: 'invalid_grant', status: 400 },
  9002325: { error: 'invalid_request', status: 400 },
} as const satisfies Record<number, { error: string; status: number; suberror?: string }>;

export type AadstsCode = keyof typeof catalogue;

/** A refusal in Entra ID's own form. */
export class EntraError extends Error {
  override name = 'EntraError';
  readonly code: AadstsCode;
  readonly error: string;
  readonly status: number;
  readonly description: string;

  constructor(code: AadstsCode, message: string) {
    super(message);
    this.code = code;
    this.error = catalogue[code].error;
    this.status = catalogue[code].status;
    this.description = `AADSTS${code}: ${message}`;
  }

  /** The answer of the token endpoint. */
  toBody() {
    const refusal = catalogue[this.code];
    const traceId = randomUUID();
    const correlationId = randomUUID();
    const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
    return {
      error: this.error,
      error_description: `${this.description} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [this.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      ...('suberror' in refusal && { suberror: refusal.suberror }),
    };
  }
}
