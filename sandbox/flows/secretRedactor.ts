import { isObject, type Json, parseJson } from './expression/json.ts';
import type { ActionRecord, RunRecord, TriggerRecord } from './runRecord.ts';

const hiddenText = '[hidden]';
const securedText = 'Content not shown due to security configuration.';
/** Anything shorter can be guessed anyway, and hiding it would blot out innocent text. */
const shortestSecret = 8;
const secretNames = new Set(['authorization', 'cookie', 'set-cookie', 'x-functions-key', 'ocp-apim-subscription-key']);

/** Takes tokens, signatures and what a flow declares as secure out of everything that the history shows. */
export class SecretRedactor {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    if (secret.length >= shortestSecret) this.#secrets.add(secret);
  }

  run(record: RunRecord): RunRecord {
    const { trigger, actions, ...own } = record;
    return {
      ...this.#copy(own),
      trigger: this.trigger(trigger),
      actions: actions.map((action) => this.#action(action)),
    };
  }

  trigger(record: TriggerRecord): TriggerRecord {
    return this.#copy({ ...record, ...secured(record) });
  }

  #action(record: ActionRecord): ActionRecord {
    const { actions, iterations, ...own } = record;
    return {
      ...this.#copy({ ...own, ...secured(record) }),
      ...(actions && { actions: actions.map((action) => this.#action(action)) }),
      ...(iterations && { iterations: iterations.map((round) => round.map((action) => this.#action(action))) }),
    };
  }

  #copy<Value extends object>(value: Value): Value {
    // Records are JSON by construction, so the copy has the type of what was copied.
    return JSON.parse(JSON.stringify(this.#json(parseJson(JSON.stringify(value)))));
  }

  #json(value: Json): Json {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((item) => this.#json(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        this.#text(name),
        secretNames.has(name.toLowerCase()) ? hiddenText : this.#json(item),
      ]),
    );
  }

  #text(text: string): string {
    if (text.length < shortestSecret) return text;
    let shown = text
      .replace(/([?&]sig=)[^&\s"'<>]*/gi, `$1${hiddenText}`)
      .replace(/\bBearer\s+[A-Za-z0-9._~+/=-]+/gi, `Bearer ${hiddenText}`);
    for (const secret of this.#secrets) shown = shown.replaceAll(secret, hiddenText);
    return shown;
  }
}

function secured(record: ActionRecord | TriggerRecord): { inputs?: Json; outputs?: Json } {
  return Object.fromEntries((record.secured ?? []).map((side) => [side, securedText]));
}
