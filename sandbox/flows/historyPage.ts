import type { Json } from './expression/json.ts';
import type { Flow } from './flow.ts';
import { type Html, html } from './html.ts';
import type { ActionRecord, RunRecord, TriggerRecord } from './runRecord.ts';

/** The list of flows with their latest runs. */
export function flowsPage(flows: readonly Flow[]): string {
  return page(
    'Cloud flows',
    html`<h1>Cloud flows</h1>${flows.length === 0 ? html`<p class="quiet">No flow has been imported yet.</p>` : flows.map(flowSection)}`,
  );
}

/** One run: its trigger and its steps, each with inputs and outputs. */
export function runPage(run: RunRecord): string {
  return page(
    `${run.flowName}: run ${run.id}`,
    html`<p><a href="/runs">All flows</a></p>
      <h1>${run.flowName}</h1>
      <p>${badge(run.status)} <span class="quiet">${moment(run.startTime)} · ${duration(run)} · ${run.id}</span></p>
      ${run.error ? html`<p class="error">${run.error.code}: ${run.error.message}</p>` : undefined}
      <ol class="steps">${triggerStep(run.trigger)}${run.actions.map(step)}</ol>
      <p><a href="/runs/${run.id}.json">This run as JSON</a></p>`,
  );
}

function flowSection(flow: Flow): Html {
  const runs = flow.runs();
  return html`<section>
    <h2>${flow.name} <span class="badge ${flow.state.toLowerCase()}">${flow.state}</span></h2>
    <h3>28-day run history</h3>
    <table>
      <thead><tr><th>Start</th><th>Duration</th><th>Status</th></tr></thead>
      <tbody>${
        runs.length === 0
          ? html`<tr><td colspan="3" class="quiet">Your flow has not run yet.</td></tr>`
          : runs.map(
              (run) =>
                html`<tr><td><a href="/runs/${run.id}">${moment(run.startTime)}</a></td><td>${duration(run)}</td><td>${badge(run.status)}</td></tr>`,
            )
      }</tbody>
    </table>
    <details><summary>Trigger history</summary>
      <table><tbody>${flow.triggerHistory().map(triggerRow)}</tbody></table>
    </details>
  </section>`;
}

function triggerRow(record: TriggerRecord): Html {
  return html`<tr><td>${moment(record.startTime)}</td><td>${badge(record.status)}</td><td>${record.code}</td><td>${record.error?.message}</td></tr>`;
}

function triggerStep({ name, status, error, inputs, outputs }: TriggerRecord): Html {
  return html`<li>
    <details><summary>${badge(status)} ${label(name)}</summary>${content('Inputs', inputs)}${content('Outputs', outputs)}
      ${error ? html`<p class="error">${error.code}: ${error.message}</p>` : undefined}
    </details>
  </li>`;
}

function step(record: ActionRecord): Html {
  const { name, type, status, error, inputs, outputs, retryHistory, actions, iterations } = record;
  return html`<li>
    <details><summary>${badge(status)} ${label(name)} <span class="quiet">${type} · ${duration(record)}</span></summary>
      ${error ? html`<p class="error">${error.code}: ${error.message}</p>` : undefined}
      ${content('Inputs', inputs)}${content('Outputs', outputs)}
      ${retryHistory ? html`<p>Retried ${retryHistory.length} time(s): ${retryHistory.map(({ code }) => code).join(', ')}</p>` : undefined}
      ${actions && actions.length > 0 ? html`<ol class="steps">${actions.map(step)}</ol>` : undefined}
      ${iterations?.map(
        (round, index) =>
          html`<details class="round"><summary>Round ${index + 1} of ${iterations.length}</summary><ol class="steps">${round.map(step)}</ol></details>`,
      )}
    </details>
  </li>`;
}

function content(title: string, value: Json | undefined): Html | undefined {
  return value === undefined
    ? undefined
    : html`<h4>${title}</h4><pre>${typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}</pre>`;
}

function badge(status: string): Html {
  return html`<span class="badge ${status.toLowerCase()}">${status}</span>`;
}

/** The designer shows the underscores of a name as spaces. */
function label(name: string): string {
  return name.replaceAll('_', ' ');
}

function moment(time: string): string {
  return time.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

function duration({ startTime, endTime }: { startTime: string; endTime?: string }): string {
  if (endTime === undefined) return 'running';
  const elapsedMs = Date.parse(endTime) - Date.parse(startTime);
  return elapsedMs < 1000 ? `${elapsedMs} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/runs.css">
</head>
<body><main>${body}</main></body>
</html>
`.markup;
}

export const historyStyle = `:root { color-scheme: light dark; --line: #d1d1d1; --card: #fff; --page: #f5f5f5; --text: #242424; --quiet: #616161; --link: #0f6cbd; }
@media (prefers-color-scheme: dark) { :root { --line: #444; --card: #292929; --page: #1b1b1b; --text: #f0f0f0; --quiet: #adadad; --link: #62abf5; } }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 "Segoe UI", system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 0; } h3, h4 { font-size: .85rem; margin: .75rem 0 .25rem; color: var(--quiet); }
a { color: var(--link); }
section, .steps > li { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin: .75rem 0; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); }
.steps { list-style: none; padding: 0; } summary { cursor: pointer; } .round { margin: .5rem 0; }
pre { background: var(--page); border: 1px solid var(--line); border-radius: 4px; padding: .75rem; overflow-x: auto; font-size: .8rem; }
.quiet { color: var(--quiet); } .error { color: #b10e1c; background: #fdf3f4; border-left: 4px solid #c50f1f; padding: .5rem .75rem; }
.badge { display: inline-block; border-radius: 999px; padding: 0 .6rem; font-size: .75rem; font-weight: 600; background: #e0e0e0; color: #242424; }
.badge.succeeded, .badge.on { background: #dff6dd; color: #0b5a08; } .badge.failed, .badge.timedout { background: #fde7e9; color: #a80000; }
.badge.running { background: #deecf9; color: #004578; } .badge.cancelled, .badge.off { background: #fff4ce; color: #5c4500; }
`;
