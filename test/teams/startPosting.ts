import assert from 'node:assert/strict';
import { workflowsWebhook } from '../../functions/integrations/workflowsWebhook.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import type { AlertCards } from '../../functions/teams/alertCards.ts';
import { teams as contosoTeams } from '../../sandbox/contoso/teams.ts';
import { textsOf } from './cardParts.ts';
import { startTenant } from './startTenant.ts';

export const team = contosoTeams.securityOperations;
export const place = { teamId: team.id, channelId: team.channels.dlpAlerts.id };

export const alert = {
  title: 'Credit card numbers sent outside',
  severity: 'high',
  status: 'new',
  files: [],
  product: 'Microsoft Data Loss Prevention',
  createdAt: '2026-11-22T09:30:12Z',
};

export const cardText = (text: string) =>
  JSON.stringify({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] });

/** Checks that an operation refuses with this code and names exactly these fields. */
export const refused =
  (code: Problem['code'], ...fields: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code);
    assert.deepEqual(
      error.faults.map(({ field }) => field),
      fields,
    );
    return true;
  };

/** The simulated tenant with one event, `event-1`, and one alert, `alert-1`, and a webhook to the General channel. */
export const startPosting = async () => {
  const tenant = await startTenant();
  const seenBy: Caller[] = [];
  const alertCards: AlertCards = {
    async ofEvent(caller, eventId) {
      seenBy.push(caller);
      return eventId === 'event-1' ? { ...alert, eventId } : undefined;
    },
    async ofAlert(caller, alertId) {
      seenBy.push(caller);
      return alertId === 'alert-1' ? { ...alert, title: 'By its alert id' } : undefined;
    },
  };
  const url = new Secret(tenant.teams.webhookUrl(team.channels.general.id));
  const posts = () => Object.values(team.channels).flatMap(({ id }) => tenant.messages.inChannel(id)).length;
  const lastIn = (channelId: string) => tenant.messages.inChannel(channelId).at(-1);

  return {
    graph: tenant.graph,
    dependencies: {
      alertCards,
      teamsFor: tenant.teamsFor,
      workflowsWebhook: workflowsWebhook({ url, hosts: 'loopback' }),
    },
    /** Who asked for cards, in order. */
    seenBy,
    posts,
    lastIn,
    lastTextsIn: (channelId: string) => textsOf(lastIn(channelId)?.cards[0]?.card ?? {}, 'TextRun'),
    /** The call fails as told, and no channel has a message more. */
    async assertNothingPosted(call: () => Promise<unknown>, check: (error: unknown) => boolean) {
      const earlier = posts();
      await assert.rejects(call, check);
      assert.equal(posts(), earlier);
    },
    close: () => tenant.close(),
  };
};
