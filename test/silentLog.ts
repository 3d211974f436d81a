import type { Log } from '../functions/runtime/log.ts';

/** For tests that do not look at log lines. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
