import type { Log } from './log.ts';
import { redactText } from './redact.ts';
import type { Secret } from './secret.ts';

/**
 * Sends the calls we make to Application Insights, once the process has started and only when a connection string is
 * set; requests and log lines are the Functions host's to send. Never in the way: resolves when done or when it failed,
 * which is logged once.
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
}

/** Callback URLs are bearer secrets, and the HTTP instrumentation records URLs whole. Exporters come after this one. */
export const redactingSpanProcessor = {
  onStart(): void {},
  onEnd({ attributes }: Span): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'string') attributes[name] = redactText(value);
    }
  },
  async forceFlush(): Promise<void> {},
  async shutdown(): Promise<void> {},
};
