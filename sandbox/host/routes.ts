import type { HttpTrigger } from './triggers.ts';

export interface RouteMatch {
  trigger: HttpTrigger;
  params: Record<string, string>;
}

type Segment = { kind: 'literal'; text: string } | { kind: 'parameter' | 'optional' | 'rest'; name: string };

/**
 * Makes the host's route table: routes are tried in the order of function name and the first that fits wins,
 * however much better another one would fit. A method that no fitting route takes is no match, as in the real host.
 */
export function routeTable(
  triggers: HttpTrigger[],
  prefix: string,
): (method: string, path: string) => RouteMatch | undefined {
  const routes = [...triggers]
    .sort((a, b) => compareIgnoringCase(a.name, b.name))
    .map((trigger) => ({ trigger, segments: parseTemplate(trigger, prefix) }));
  return (method, path) => {
    const parts = pathParts(path);
    for (const { trigger, segments } of routes) {
      if (!trigger.methods.includes(method)) continue;
      const params = matchSegments(segments, parts);
      if (params) return { trigger, params };
    }
    return undefined;
  };
}

function parseTemplate({ name, route }: HttpTrigger, prefix: string): Segment[] {
  const refuse = (reason: string): never => {
    throw new Error(`Function "${name}": its route "${route}" ${reason}`);
  };
  const texts = `${prefix}/${route}`.split('/').filter((text) => text !== '');
  return texts.map((text, index): Segment => {
    if (!/[{}]/.test(text)) return { kind: 'literal', text: text.toLowerCase() };
    const match = /^\{(\*?)([A-Za-z_]\w*)(\??)\}$/.exec(text);
    if (!match) return refuse(`has "${text}"; the local host knows {name}, {name?} and {*name} as whole segments.`);
    const [, star, parameter = '', mark] = match;
    const isLast = index === texts.length - 1;
    if ((star || mark) && !isLast) refuse(`has "${text}" before its end.`);
    return { kind: star ? 'rest' : mark ? 'optional' : 'parameter', name: parameter };
  });
}

function matchSegments(segments: Segment[], parts: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'rest') {
      const rest = parts.slice(index).join('/');
      if (rest !== '') params[segment.name] = rest;
      return params;
    }
    const part = parts[index];
    if (segment.kind === 'literal') {
      if (part?.toLowerCase() !== segment.text) return undefined;
    } else if (part) {
      params[segment.name] = part;
    } else if (segment.kind === 'parameter') {
      return undefined;
    }
  }
  return parts.length > segments.length ? undefined : params;
}

/** The decoded segments of a path; one slash at its end does not count. */
function pathParts(path: string): string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/').map(decodeSegment);
}

/** Decodes as the real host's server does: `%2F` stays as it is, and so does what is not UTF-8. */
function decodeSegment(segment: string): string {
  return segment.replace(/(?:%(?!2f)[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function compareIgnoringCase(a: string, b: string): number {
  const [left, right] = [a.toUpperCase(), b.toUpperCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
