import type { Template } from '../flows/templates.ts';

/** A setting that administrators fill in for each environment. */
export interface EnvironmentVariable {
  readonly schemaName: string;
  readonly displayName: string;
  readonly description: string;
  readonly type: 'String' | 'Int' | 'Float' | 'Bool';
  readonly defaultValue?: unknown;
}

const isType = (type: string): type is EnvironmentVariable['type'] => ['String', 'Int', 'Float', 'Bool'].includes(type);

/** The environment variables of a flow: parameters that name a schema name, as "Display name (schema name)". */
export const variablesOf = ({ id, flow }: Template): readonly EnvironmentVariable[] =>
  Object.entries(flow.properties.definition.parameters).flatMap(([name, { type, defaultValue, metadata }]) => {
    if (metadata === undefined) return [];
    const { schemaName, description } = metadata;
    if (!name.endsWith(` (${schemaName})`) || !isType(type))
      throw new Error(`${id}: the parameter "${name}" must be called "Display name (${schemaName})" and hold a value.`);
    const displayName = name.slice(0, -` (${schemaName})`.length);
    return [{ schemaName, displayName, description, type, ...(defaultValue !== undefined && { defaultValue }) }];
  });

/** The environment variables of all flows, each once; throws where two flows say different things of one. */
export const allVariables = (templates: readonly Template[]): readonly EnvironmentVariable[] => {
  const variables = new Map<string, EnvironmentVariable>();
  for (const template of templates) {
    for (const variable of variablesOf(template)) {
      const known = variables.get(variable.schemaName);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(variable))
        throw new Error(`${template.id}: ${variable.schemaName} is not what another flow says it is.`);
      variables.set(variable.schemaName, variable);
    }
  }
  return [...variables.values()].sort((a, b) => (a.schemaName < b.schemaName ? -1 : 1));
};
