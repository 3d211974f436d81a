import { XMLBuilder } from 'fast-xml-parser';

/** Elements by name; `@name` is an attribute, a list repeats its element, and an empty text makes an empty element. */
export interface XmlElement {
  readonly [name: string]: string | XmlElement | readonly XmlElement[];
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** Prints a document with one root element. */
export const printXml = (root: XmlElement): string => `<?xml version="1.0" encoding="utf-8"?>\n${builder.build(root)}`;
