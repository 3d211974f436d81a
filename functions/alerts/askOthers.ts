import { randomInt } from 'node:crypto';
import type { RuleMatch } from '../events/ruleMatch.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { Alert } from './alert.ts';

/** Matches of an alert by another way than the activity feed. */
export type OtherMatches = (alert: Alert) => Promise<readonly RuleMatch[]>;

/** What was told of alerts, by their ids. */
export type ToldMatches = ReadonlyMap<string, readonly RuleMatch[]>;

// Graph allows an app 150 calls about alerts a minute, and the polls want theirs.
const mostCalls = 100;
const longestMs = 60_000;

/**
 * What a preview interface tells of alerts, each of which is a call: a hundred of them, and as many as it answers within
 * a minute. One that is refused or away must not take away what is known without it, nor be waited for by one alert
 * after another.
 */
export async function askOthers(
  otherMatches: OtherMatches,
  alerts: readonly Alert[],
  now: () => Date,
): Promise<ToldMatches> {
  const told = new Map<string, readonly RuleMatch[]>();
  // From another place each time, so that alerts of which nothing is told keep none from its turn.
  const first = alerts.length > mostCalls ? randomInt(alerts.length) : 0;
  const endMs = now().getTime() + longestMs;
  for (const alert of [...alerts.slice(first), ...alerts.slice(0, first)].slice(0, mostCalls)) {
    if (now().getTime() > endMs) break;
    try {
      told.set(alert.alertId, await otherMatches(alert));
    } catch (error) {
      if (!(error instanceof Problem || error instanceof UpstreamError)) throw error;
      // What is wrong with the question about this alert says nothing about the next.
      if (!(error instanceof Problem) || error.code === 'UpstreamRefused') break;
    }
  }
  return told;
}
