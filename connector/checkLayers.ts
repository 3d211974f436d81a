/** The part of `biome.json` that says which folders import which. */
export interface BiomeConfiguration {
  readonly overrides: readonly {
    readonly includes: readonly string[];
    readonly linter?: {
      readonly rules?: {
        readonly style?: {
          readonly noRestrictedImports?: {
            readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] };
          };
        };
      };
    };
  }[];
}

interface Layer {
  readonly folders: readonly string[];
  /** The folders that it must not import. */
  readonly forbidden: readonly string[];
}

function layersOf({ overrides }: BiomeConfiguration): readonly Layer[] {
  return overrides.flatMap(({ includes, linter }) => {
    const patterns = linter?.rules?.style?.noRestrictedImports?.options.patterns;
    if (patterns === undefined) return [];
    const forbidden = patterns.flatMap(({ group }) => group);
    return [
      { folders: namesIn(includes, /^functions\/(\w+)\/\*\*$/), forbidden: namesIn(forbidden, /^\*\*\/(\w+)\/\*\*$/) },
    ];
  });
}

const namesIn = (patterns: readonly string[], form: RegExp): readonly string[] =>
  patterns.flatMap((pattern) => form.exec(pattern)?.[1] ?? []);

/** Folders below `functions/` that the linter does not hold to the order of imports, each with the remedy. */
export function checkLayers(configuration: BiomeConfiguration, folders: readonly string[]): readonly string[] {
  const layers = layersOf(configuration);
  return folders.flatMap((folder) => {
    const layer = layers.find((one) => one.folders.includes(folder));
    if (!layer)
      return [`functions/${folder}: biome.json does not know the folder; add "functions/${folder}/**" to its layer`];
    // Whoever must not import another folder of the layer must not import this one either.
    const open = layers.filter(
      ({ forbidden }) => !forbidden.includes(folder) && forbidden.some((other) => layer.folders.includes(other)),
    );
    return open.map(
      (one) =>
        `functions/${folder}: biome.json lets functions/${one.folders[0] ?? '*'} import it; add "**/${folder}/**" to what that layer must not import`,
    );
  });
}
