import type { ActionRecord } from '../../../sandbox/flows/runRecord.ts';

/** The actions of a run, those in scopes and loops among them. */
export const allActions = (records: readonly ActionRecord[]): readonly ActionRecord[] =>
  records.flatMap((record) => [
    record,
    ...allActions(record.actions ?? []),
    ...(record.iterations ?? []).flatMap(allActions),
  ]);
