import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenFault } from '../../../functions/integrations/entra/tokenFault.ts';

const said = (code: number) =>
  new Error(
    `invalid_grant: Error(s): ${code} - Timestamp: 2026-09-01 08:00:00Z - Description: AADSTS${code}: Something. Trace ID: 11111111-2222-3333-4444-555555555555 Correlation ID: x`,
  );

const refusals = [
  { code: 65001, expected: { code: 'UpstreamRefused', message: /administrator must.*grant admin consent/ } },
  { code: 50076, expected: { code: 'UpstreamRefused', message: /sign in again.*Fix connection/ } },
  { code: 53003, expected: { code: 'UpstreamRefused', message: /Conditional Access/ } },
  { code: 50057, expected: { code: 'UpstreamRefused', message: /disabled/ } },
  { code: 500133, expected: { code: 'TokenNotAccepted', message: /expired or was revoked/ } },
  { code: 7000222, expected: { code: 'NotConfigured', message: /renew GRAPH_CLIENT_SECRET/ } },
  { code: 500131, expected: { code: 'NotConfigured', message: /leave GRAPH_CLIENT_ID out/ } },
  { code: 7000112, expected: { code: 'NotConfigured', message: /enable sign-in/ } },
  { code: 700016, expected: { code: 'NotConfigured', message: /GRAPH_CLIENT_ID/ } },
];
for (const { code, expected } of refusals) {
  test(`says who must do what about AADSTS${code}`, () => {
    assert.throws(
      () => {
        throw tokenFault(said(code));
      },
      { name: 'Problem', ...expected },
    );
  });
}

test('calls a code that it does not know a fault of the authority, with its trace id', () => {
  assert.throws(
    () => {
      throw tokenFault(said(90033));
    },
    {
      name: 'UpstreamError',
      kind: 'fault',
      message: /AADSTS90033/,
      requestId: '11111111-2222-3333-4444-555555555555',
    },
  );
});
