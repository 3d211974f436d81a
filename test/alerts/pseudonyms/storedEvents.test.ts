import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { getAlert } from '../../../functions/alerts/getAlert.ts';
import { listIncidents } from '../../../functions/alerts/incidents/listIncidents.ts';
import { createEventLog } from '../../../functions/events/eventLog.ts';
import { Secret } from '../../../functions/runtime/secret.ts';
import { openTable } from '../../../functions/storage/table.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { azurite } from '../../azurite.ts';
import { type BackEnd, startBackEnd } from '../../backEnd.ts';
import { riskOfLee } from '../incidents/startIncidents.ts';

let backEnd: BackEnd;
before(async () => {
  backEnd = await startBackEnd({ ALERT_POLL_SCHEDULE: '* * * * * *', INCIDENT_POLL_SCHEDULE: '* * * * * *' });
});
after(() => backEnd.stop());

test('neither stores nor answers who an insider risk alert is about, as the app is put together by default', async () => {
  const table = openTable({ connectionString: new Secret((await azurite()).connectionString) }, 'purviewEvents');
  const log = createEventLog({ table, tenantId: tenant.id, now: () => new Date() });
  const { id, incidentId } = backEnd.graph.raise(riskOfLee());
  const entries = async () => [...(await log.after('alerts', 0)), ...(await log.after('incidents', 0))];
  while ((await entries()).length < 2) await delay(100);

  const [alert, incident] = (await entries()).map(({ json }) => JSON.parse(json));
  assert.deepEqual([alert.alert.alertId, incident.incident.incidentId], [id, incidentId]);
  assert.match(alert.actor, /^Person-/);
  assert.equal(incident.actor, alert.actor);

  const token = await backEnd.tokenOf(users.megan);
  const answers = [
    await backEnd.call(getAlert, { token, parameters: { alertId: id } }),
    await backEnd.call(listIncidents, { token, parameters: { product: 'insiderRisk' } }),
  ];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  );
  for (const text of [
    JSON.stringify(await entries()),
    ...answers.map((answer) => answer.text),
    backEnd.stdout(),
    backEnd.stderr(),
  ])
    assert.doesNotMatch(text, /Lee Gu|lee@contoso|lee_contoso|f3194a3b-381e/i);
});
