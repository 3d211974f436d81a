import { UpstreamError } from '../runtime/upstreamError.ts';

/** An element of the policy document: attributes as texts, the elements that may repeat as lists. */
export type Element = Readonly<Record<string, unknown>>;

// A tenant's policies take tens of kilobytes.
const largestBytes = 8 * 1024 * 1024;
const repeating = new Set(['policy', 'rule', 'binding', 'version', 'action', 'keyValues', 'keyValue', 'and']);

/**
 * Reads the content of a policy file: base64 of an XML document in UTF-16LE. A document type is refused, so that no
 * entity of its own can be expanded.
 */
export async function readPolicyXml(content: string): Promise<Element> {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length > largestBytes) throw unusable('is larger than 8 MB.');
  const xml = bytes.toString('utf16le');
  if (/<!DOCTYPE/i.test(xml)) throw unusable('has a document type.');
  // Loaded on demand: most calls never see a policy.
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    ignoreDeclaration: true,
    htmlEntities: true,
    isArray: (name) => repeating.has(name),
  });
  try {
    return elementOf(parser.parse(xml, true).Content);
  } catch (cause) {
    throw unusable('is not a policy document.', cause);
  }
}

export const elementOf = (value: unknown): Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : {};

/** The elements of that name at a path, through every repetition on the way. */
export const elementsAt = (element: Element, ...path: readonly string[]): readonly Element[] =>
  path.reduce<readonly Element[]>(
    (elements, name) => elements.flatMap((each) => [each[name] ?? []].flat().map(elementOf)),
    [element],
  );

/** Every element of that name below, however deep: conditions are nested in any way that a person can combine them. */
export function elementsWithin(element: Element, name: string): readonly Element[] {
  return Object.entries(element).flatMap(([key, value]) =>
    [value].flat().flatMap((child) => {
      const below = elementOf(child);
      return [...(key === name ? [below] : []), ...elementsWithin(below, name)];
    }),
  );
}

const unusable = (what: string, cause?: unknown): UpstreamError =>
  new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail: `its policy file ${what}`, cause });
