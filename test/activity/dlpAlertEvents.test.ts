import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dlpAlertEvents } from '../../functions/activity/dlpAlertEvents.ts';
import { createGraphClients } from '../../functions/integrations/graph/createGraphClients.ts';
import { dlpRecord, matchedValues } from '../../sandbox/activityFeed/dlpRecord.ts';
import { alertOf, dlpMatch } from '../alerts/joinedWorld.ts';
import { type Service, sendJson, startService } from '../integrations/graph/answering.ts';

const getToken = async () => ({ token: 'token-of-the-app', expiresOnTimestamp: Date.now() + 600_000 });
const credentials = { appCredential: { getToken }, onBehalfOf: () => ({ getToken }) };
const betaOf = ({ origin }: Service) => createGraphClients({ baseUrl: origin, credentials }).asApp('beta');

const match = dlpMatch();
const alert = alertOf(match, {
  firstActivityAt: '2026-09-01T08:00:00.000Z',
  lastActivityAt: '2026-09-01T09:00:00.000Z',
});

test('asks beta for the events of an alert by its correlation id, and reads records of either spelling', async () => {
  const record = dlpRecord(match);
  const camelCased = JSON.parse(
    JSON.stringify(record, (_name, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), member]),
          )
        : value,
    ),
  );
  const value = [
    { auditRecord: JSON.stringify(record) },
    { auditRecord: { ...camelCased, id: 'camel' } },
    { auditRecord: 'not JSON' },
    { auditRecord: { id: 'no time' } },
    { auditRecord: `${'['.repeat(50_000)}${']'.repeat(50_000)}` },
    null,
  ];
  const service = await startService((response) => sendJson(response, 200, { value }));
  try {
    const matches = await dlpAlertEvents(betaOf(service))(alert);
    assert.deepEqual(
      matches.map(({ recordId, incidentId }) => [recordId, incidentId]),
      [
        [record.Id, alert.detectorId],
        ['camel', alert.detectorId],
      ],
    );
    assert.deepEqual(matches[1]?.rules, matches[0]?.rules);
    assert.ok(matchedValues.every((secret) => !JSON.stringify(matches).includes(secret)));
    const [{ url } = assert.fail()] = service.asked;
    assert.equal(url.pathname, '/beta/security/dlpAlertEvent');
    assert.equal(
      url.searchParams.get('$filter'),
      `alertCorrelationId eq '${alert.detectorId}' and startDateTime ge 2026-09-01T08:00:00.000Z and endDateTime le 2026-09-01T09:00:00.000Z`,
    );
  } finally {
    await service.close();
  }
});

test('asks nothing for an alert without a correlation id', async () => {
  const service = await startService((response) => sendJson(response, 200, { value: [] }));
  const { detectorId: _, ...uncorrelated } = alert;
  assert.deepEqual(await dlpAlertEvents(betaOf(service))(uncorrelated), []);
  assert.equal(service.asked.length, 0);
  await service.close();
});

test('passes a refusal on', async () => {
  const service = await startService((response) =>
    sendJson(response, 403, { error: { code: 'Forbidden', message: '' } }),
  );
  await assert.rejects(dlpAlertEvents(betaOf(service))(alert), {
    code: 'UpstreamRefused',
    message: /SecurityEvents\.Read\.All/,
  });
  await service.close();
});
