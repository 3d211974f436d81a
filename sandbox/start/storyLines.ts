import type { RunRecord } from '../flows/runRecord.ts';
import type { AlertRecord } from '../graph/alertRecord.ts';
import { describeAlert, printable } from './describeAlert.ts';
import type { FlowHops } from './flowHops.ts';
import { bad, bold, good, quiet, seconds, warning } from './terminal.ts';

/** Stories that go on at the same time are told apart by their number. */
const line = (number: number, time: string, text: string): string =>
  `${quiet(`#${number}`.padEnd(5))}${time.padStart(9)}  ${text}`;

/** Alerts that came at the same moment, and what has become of them so far. */
export interface Tale {
  number: number;
  change: 'raised' | 'updated';
  alerts: [AlertRecord, ...AlertRecord[]];
  ended: number;
  /** From each alert to its card. */
  tookMs: number[];
  failures: number;
  unasked: number;
}

/** When this version of the alert was written. */
export function recordedAt({ lastUpdateDateTime }: AlertRecord): Date {
  return new Date(lastUpdateDateTime);
}

/** What has just happened in the tenant, to one alert or to several at once. */
export function newsLine({ number, alerts, change }: Tale): string {
  const [alert] = alerts;
  const verb = change === 'raised' ? 'raises' : 'changes';
  const object = alerts.length === 1 ? 'an alert' : `${alerts.length} alerts, the first of them`;
  // One that is new still has changed in something else, such as a comment.
  const status = change === 'updated' && alert.status !== 'new' ? ` (now ${alert.status})` : '';
  return line(
    number,
    clock(recordedAt(alert)),
    `${bold(`Purview ${verb} ${object}`)}: ${describeAlert(alert)}${status}`,
  );
}

export interface HopPlaces {
  flowName: string;
  channelName: string;
  makerName: string;
  runUrl: string;
}

/** The way of one alert to the flow and to Teams, each hop with the time since the one before. */
export function hopLines(
  { number, alerts: [alert] }: Tale,
  hops: FlowHops,
  postedAt: Date | undefined,
  { flowName, channelName, makerName, runUrl }: HopPlaces,
): string[] {
  let before = recordedAt(alert).getTime();
  const hop = (at: Date | undefined, text: string): string[] => {
    if (!at) return [];
    const sinceMs = at.getTime() - before;
    before = at.getTime();
    return [line(number, `+${seconds(sinceMs)}`, text)];
  };
  const called = [
    ...hop(hops.detectedAt, 'The back end polls Microsoft Graph, finds the alert and writes it to its event log'),
    ...hop(hops.deliveredAt, `The back end calls the flow "${flowName}"`),
  ];
  if (!postedAt) {
    const failure = bad(`The flow posts no card: ${printable(hops.failure ?? 'it names no message.')}`);
    return [...called, line(number, '', failure), line(number, '', runUrl)];
  }
  const total = seconds(postedAt.getTime() - recordedAt(alert).getTime());
  return [
    ...called,
    ...hop(postedAt, `The flow posts the card to Teams, in ${channelName}, as ${makerName}`),
    line(number, total, good('from the alert to the card')),
  ];
}

/** An alert that is in the log, and that the flow does not ask for. */
export function unaskedLines({ number }: Tale, flowName: string, minimumSeverity: string): string[] {
  return [
    line(number, '', `The back end has it in its event log; the flow "${flowName}" does not ask for it:`),
    line(number, '', `it takes new DLP alerts of ${minimumSeverity} or higher severity`),
  ];
}

/** What became of several alerts that came at once. */
export function tallyLines({ number, alerts, tookMs, failures, unasked }: Tale, runsUrl: string): string[] {
  const fastest = seconds(Math.min(...tookMs));
  const slowest = seconds(Math.max(...tookMs));
  const cards = `${tookMs.length} of ${alerts.length} cards are in Teams, the first ${fastest} after its alert, the slowest ${slowest}`;
  return [
    ...(tookMs.length > 0 ? [line(number, '', good(cards))] : []),
    ...(unasked > 0 ? [line(number, '', `${unasked} are in the event log, and the flow does not ask for them`)] : []),
    ...(failures > 0 ? [line(number, '', `${bad(`${failures} runs of the flow posted no card`)}: ${runsUrl}`)] : []),
  ];
}

export function delayLine({ number, alerts, ended }: Tale, afterMs: number): string {
  const count = alerts.length - ended;
  return line(
    number,
    '',
    warning(`${count} still on the way after ${seconds(afterMs)}; the back end's log may say why`),
  );
}

/** A run for an event that nobody raised in the tenant just now. */
export function otherRunLine(number: number, { kind, title, failure }: FlowHops): string {
  const what = { test: 'a test event', replay: 'a replayed event', live: 'an earlier alert' }[kind];
  const outcome = failure === undefined ? '' : `; ${failure}`;
  const text = `${bold(`The flow runs for ${what}`)}: ${printable(`${title ?? 'without a title'}${outcome}`)}`;
  return line(number, clock(new Date()), text);
}

/** The end of a run of another prebuilt flow, which somebody turned on. */
export function templateRunLine({ flowName, status, error }: RunRecord, url: string): string {
  const reason = error === undefined ? '' : `: ${printable(error.message)}`;
  return `${''.padEnd(5)}${clock(new Date()).padStart(9)}  The flow "${flowName}" ended as ${status}${reason}  ${url}`;
}

function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
