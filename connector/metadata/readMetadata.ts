import { XMLParser } from 'fast-xml-parser';

/** A type reference of the metadata, with its namespace written out. */
export interface TypeReference {
  readonly name: string;
  readonly kind: 'one' | 'many';
}

export interface GraphType {
  readonly base?: string;
  /** Structural and navigation properties alike. */
  readonly members: ReadonlyMap<string, TypeReference>;
}

export interface BoundOperation {
  readonly name: string;
  readonly boundTo: TypeReference;
  readonly returns?: TypeReference;
}

/** What is used of Graph's metadata (OData CSDL, version 4). */
export interface Metadata {
  readonly types: ReadonlyMap<string, GraphType>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** Entity sets and singletons. */
  readonly roots: ReadonlyMap<string, TypeReference>;
  readonly operations: readonly BoundOperation[];
}

type Element = Readonly<Record<string, unknown>>;

const lists = new Set([
  'Schema',
  'EnumType',
  'Member',
  'EntityType',
  'ComplexType',
  'Property',
  'NavigationProperty',
  'Action',
  'Function',
  'Parameter',
  'EntitySet',
  'Singleton',
]);

/** Reads `$metadata`; throws when the text is none. */
export function readMetadata(xml: string): Metadata {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    parseAttributeValue: false,
    isArray: (name) => lists.has(name),
  });
  const document = parser.parse(xml, true) as { readonly Edmx?: { readonly DataServices?: Element } };
  const schemas = elements(document.Edmx?.DataServices ?? {}, 'Schema');
  if (schemas.length === 0) throw new Error('This is not the metadata of Microsoft Graph: it holds no schema.');
  const aliases = new Map(
    schemas.flatMap((schema) => (schema.Alias ? [[text(schema, 'Alias'), text(schema, 'Namespace')]] : [])),
  );
  const reference = (written: string): TypeReference => {
    const [, inner] = /^Collection\((.*)\)$/.exec(written) ?? [];
    const name = inner ?? written;
    const dot = name.lastIndexOf('.');
    const namespace = name.slice(0, dot);
    return {
      name: `${aliases.get(namespace) ?? namespace}.${name.slice(dot + 1)}`,
      kind: inner === undefined ? 'one' : 'many',
    };
  };
  const qualified = (schema: Element, element: Element) => `${text(schema, 'Namespace')}.${text(element, 'Name')}`;
  const containers = schemas.flatMap(
    (schema) => [schema.EntityContainer ?? []].flat() as unknown as readonly Element[],
  );
  return {
    types: new Map(
      schemas.flatMap((schema) =>
        [...elements(schema, 'EntityType'), ...elements(schema, 'ComplexType')].map((type) => [
          qualified(schema, type),
          {
            ...(type.BaseType !== undefined && { base: reference(text(type, 'BaseType')).name }),
            members: new Map(
              [...elements(type, 'Property'), ...elements(type, 'NavigationProperty')].map((member) => [
                text(member, 'Name'),
                reference(text(member, 'Type')),
              ]),
            ),
          },
        ]),
      ),
    ),
    enums: new Map(
      schemas.flatMap((schema) =>
        elements(schema, 'EnumType').map((type) => [
          qualified(schema, type),
          elements(type, 'Member').map((member) => text(member, 'Name')),
        ]),
      ),
    ),
    roots: new Map(
      containers.flatMap((container) => [
        ...elements(container, 'Singleton').map((root) => [text(root, 'Name'), reference(text(root, 'Type'))] as const),
        ...elements(container, 'EntitySet').map(
          (root) => [text(root, 'Name'), { ...reference(text(root, 'EntityType')), kind: 'many' as const }] as const,
        ),
      ]),
    ),
    operations: schemas.flatMap((schema) =>
      [...elements(schema, 'Action'), ...elements(schema, 'Function')].flatMap((operation) => {
        const [binding] = elements(operation, 'Parameter');
        if (operation.IsBound !== 'true' || binding === undefined) return [];
        const returned = operation.ReturnType as Element | undefined;
        return [
          {
            name: text(operation, 'Name'),
            boundTo: reference(text(binding, 'Type')),
            ...(returned && { returns: reference(text(returned, 'Type')) }),
          },
        ];
      }),
    ),
  };
}

const elements = (element: Element, name: string): readonly Element[] => (element[name] ?? []) as readonly Element[];
const text = (element: Element, name: string): string => String(element[name] ?? '');
