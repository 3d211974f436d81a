import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import type { AlertSeverity } from '../../sandbox/graph/alertRecord.ts';
import { graphTime } from '../../sandbox/graph/clock.ts';
import { scenarios } from '../../sandbox/graph/scenarios.ts';
import type { Graph } from '../../sandbox/graph/startGraph.ts';

/** What is known of an alert that was raised, kept apart from what the app makes of it. */
export interface Raised {
  readonly alertId: string;
  readonly severity: AlertSeverity;
  readonly policy: string;
}

export interface HostileFeed {
  readonly raised: readonly Raised[];
  /** Raises so many more, in the feed's own bad manners. */
  raise(count: number): void;
  /** Updates an alert that was raised before, another one each time, so that it leaves the window that is being read. */
  touch(): void;
}

const minuteMs = 60_000;
const severities = ['low', 'low', 'medium', 'high'] as const;
const policies = [dlpPolicies.financialData.name, dlpPolicies.employeeRecords.name] as const;

/**
 * Alerts as no client likes them: of ten, three share one time, and two arrive late, up to 100 minutes behind alerts that
 * arrived before. The numbers alone decide what comes, so that every run meets the same.
 */
export function hostileFeed(graph: Pick<Graph, 'raise' | 'update' | 'now'>): HostileFeed {
  const raised: Raised[] = [];
  let touched = 0;
  const shared = graph.now().getTime() - minuteMs;

  const timeOf = (number: number): Date => {
    const place = number % 10;
    if (place < 3) return new Date(shared);
    if (place < 5) return new Date(graph.now().getTime() - ((number * 37) % 100) * minuteMs);
    return graph.now();
  };

  return {
    raised,
    raise(count) {
      for (let n = 0; n < count; n++) {
        const number = raised.length;
        const severity = severities[number % severities.length] ?? 'low';
        const policy = policies[number % 3 === 0 ? 1 : 0];
        const at = timeOf(number);
        const alert = scenarios['dlp-match']?.({ policy, severity }, at).alert;
        const time = graphTime(at);
        const { id } = graph.raise({ ...alert, createdDateTime: time, lastUpdateDateTime: time });
        raised.push({ alertId: id, severity, policy });
      }
    },
    touch() {
      touched += 13;
      const alert = raised[touched];
      if (alert) graph.update(alert.alertId, { assignedTo: 'somebody@contoso.example' });
    },
  };
}
