import type { EventDraft } from '../../functions/events/event.ts';
import type { SourcePage, TimeWindow } from '../../functions/events/poller.ts';

interface Record {
  readonly id: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly severity: 'low' | 'high';
}

const toDraft = ({ id, createdAt, updatedAt, severity }: Record): EventDraft => ({
  recordId: id,
  version: updatedAt,
  type: 'dlpAlert',
  createdAt,
  recordedAt: updatedAt,
  occurredAt: createdAt,
  facets: { severity },
  noun: 'alert',
  thing: { alertId: id, severity },
});

/** A vendor in memory that pages by offset on live data, newest first, as Graph does. */
export class RecordSource {
  readonly records = new Map<string, Record>();
  reads = 0;
  now: () => Date = () => new Date();
  /** Runs before each page is answered; may change the records, or throw. */
  beforePage: (page: number) => void = () => {};
  readonly #pageSize: number;

  constructor(pageSize = 100) {
    this.#pageSize = pageSize;
  }

  put(id: string, times: { createdAt: string; updatedAt?: string; severity?: 'low' | 'high' }): void {
    const { createdAt, updatedAt = createdAt, severity = 'high' } = times;
    this.records.set(id, { id, createdAt, updatedAt, severity });
  }

  async *read({ from, to }: TimeWindow): AsyncIterable<SourcePage> {
    for (let page = 0; ; page++) {
      this.reads++;
      this.beforePage(page);
      const found = [...this.records.values()]
        .filter(({ updatedAt }) => updatedAt >= from && updatedAt < to)
        .sort((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1));
      const some = found.slice(page * this.#pageSize, (page + 1) * this.#pageSize);
      yield { drafts: some.map(toDraft), setAside: [], serverTime: this.now() };
      if ((page + 1) * this.#pageSize >= found.length) return;
    }
  }
}
