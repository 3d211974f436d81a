import type { GraphUses, PathUse } from '../../../connector/metadata/graphUses.ts';

interface Node {
  readonly children: Map<string, Node>;
  /** What follows the node itself, and not one of its items: of a collection, an action on it. */
  readonly direct: Set<string>;
  many: boolean;
}

/**
 * Metadata that has exactly what the code uses, of one version and those before it: a tree of types for the paths, and
 * one type for each that the code names.
 */
export const metadataOf =
  ({ paths, properties, enums }: GraphUses) =>
  (version: PathUse['version']): string => {
    const node = (): Node => ({ children: new Map(), direct: new Set(), many: false });
    const root = node();
    for (const { path } of paths.filter((use) => version === 'beta' || use.version === 'v1.0')) {
      let at = root;
      let isItem = false;
      for (const segment of path.split('/').slice(1)) {
        if (segment === '{}') {
          at.many = true;
          isItem = true;
          continue;
        }
        const next = at.children.get(segment) ?? node();
        at.children.set(segment, next);
        if (!isItem) at.direct.add(segment);
        at = next;
        isItem = false;
      }
    }
    const types: string[] = [];
    const actions: string[] = [];
    const declare = ({ children, direct, many }: Node): string => {
      const onAll = [...children.keys()].filter((name) => many && direct.has(name));
      const members = [...children]
        .filter(([name]) => !onAll.includes(name))
        .map(([name, child]) => `<NavigationProperty Name="${name}" Type="${declare(child)}" />`);
      const name = `node${types.length}`;
      types.push(`<EntityType Name="${name}">${members.join('')}</EntityType>`);
      const type = many ? `Collection(graph.${name})` : `graph.${name}`;
      actions.push(
        ...onAll.map(
          (action) => `<Action Name="${action}" IsBound="true"><Parameter Name="all" Type="${type}" /></Action>`,
        ),
      );
      return type;
    };
    const roots = [...root.children].map(([name, node]) => {
      const type = declare(node);
      const inner = /^Collection\((.*)\)$/.exec(type)?.[1];
      return inner
        ? `<EntitySet Name="${name}" EntityType="${inner}" />`
        : `<Singleton Name="${name}" Type="${type}" />`;
    });
    const ofType = Map.groupBy(
      properties.flatMap(({ name, types: named }) =>
        (named.length === 0 ? ['microsoft.graph.anything'] : named).map((type) => ({ name, type })),
      ),
      ({ type }) => type,
    );
    const namedTypes = (namespace: string) =>
      [...ofType]
        .filter(([type]) => type.slice(0, type.lastIndexOf('.')) === namespace)
        .map(([type, members]) => {
          const list = [...new Set(members.map(({ name }) => `<Property Name="${name}" Type="Edm.String" />`))].join(
            '',
          );
          return `<ComplexType Name="${type.slice(type.lastIndexOf('.') + 1)}">${list}</ComplexType>`;
        })
        .join('');
    const tables = enums.map(
      ({ name, members }) =>
        `<EnumType Name="${name}">${members.map((member) => `<Member Name="${member}" />`).join('')}</EnumType>`,
    );
    return `<edmx:Edmx xmlns:edmx="e"><edmx:DataServices><Schema Namespace="microsoft.graph" Alias="graph">${[...types, ...tables, ...actions].join('')}${namedTypes('microsoft.graph')}<EntityContainer Name="GraphService">${roots.join('')}</EntityContainer></Schema><Schema Namespace="microsoft.graph.security">${namedTypes('microsoft.graph.security')}</Schema></edmx:DataServices></edmx:Edmx>`;
  };
