import type { Log } from './log.ts';
import { redactText } from './redact.ts';
import type { Secret } from './secret.ts';

/**
 * Sends the calls that the libraries for Azure make, to storage, Entra ID and Key Vault, to Application Insights, once
 * the process has started and only when a connection string is set. Calls by `fetch`, to Graph and to callbacks, are not
 * seen; requests and log lines are the Functions host's to send. Never in the way: resolves when done or when it
 * failed, which is logged once.
 */
export async function startTelemetry(connectionString: Secret | undefined, log: Log): Promise<void> {
  if (connectionString === undefined) return;
  try {
    // Costs about half a second of CPU to load, which nobody should wait for.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const { useAzureMonitor } = await import('applicationinsights');
    useAzureMonitor({
      azureMonitorExporterOptions: { connectionString: connectionString.reveal() },
      enableAutoCollectRequests: false,
      enableAutoCollectExceptions: false,
      enableAutoCollectPerformance: false,
      spanProcessors: [redactingSpanProcessor],
    });
  } catch (error) {
    log.warn('Telemetry could not be started; the app works without it.', { error });
  }
}

interface Span {
  readonly attributes: Record<string, unknown>;
  readonly events: readonly { readonly attributes?: Record<string, unknown> }[];
}

/**
 * Takes secrets out of what spans record: addresses whole, with what is signed in their queries, and the texts of
 * errors, which quote them. Exporters come after this one.
 */
export const redactingSpanProcessor = {
  onStart(): void {},
  onEnd({ attributes, events }: Span): void {
    for (const told of [attributes, ...events.map((event) => event.attributes ?? {})]) {
      for (const [name, value] of Object.entries(told)) {
        if (typeof value === 'string') told[name] = redactText(value);
      }
    }
  },
  async forceFlush(): Promise<void> {},
  async shutdown(): Promise<void> {},
};
