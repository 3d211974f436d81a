import { isObject, type Json } from './expression/json.ts';
import type { FlowParameter } from './flowDefinition.ts';
import type { FlowFault } from './flowImportError.ts';

/** The platform supplies these itself: connections and the signature of calls. */
const platformParameters = new Set(['$connections', '$authentication']);

type Parameters = Readonly<Record<string, FlowParameter>>;
type Values = Readonly<Record<string, Json>>;

/** Parameters without a value or with one of the wrong type, and values that no parameter asks for. */
export function environmentFaults(parameters: Parameters, values: Values): FlowFault[] {
  const faults: FlowFault[] = [];
  const asked = new Set<string>();
  for (const [name, parameter] of Object.entries(parameters)) {
    if (platformParameters.has(name)) continue;
    const place = `parameters.${name}`;
    const schemaName = parameter.metadata?.schemaName;
    if (schemaName !== undefined) {
      asked.add(schemaName);
      if (!name.endsWith(`(${schemaName})`)) {
        faults.push({
          place,
          message: `The parameter of an environment variable is named 'Display name (${schemaName})'.`,
        });
      }
    }
    const value = effectiveValue(parameter, values);
    if (value === undefined) {
      faults.push({ place, message: `'${schemaName ?? name}' needs a value: it has no default.` });
    } else if (!fits(parameter.type, value)) {
      faults.push({ place, message: `The value is not of type '${parameter.type}'.` });
    }
  }
  for (const schemaName of Object.keys(values).filter((candidate) => !asked.has(candidate))) {
    faults.push({ place: 'parameters', message: `The flow has no environment variable '${schemaName}'.` });
  }
  return faults;
}

/** The values that `parameters('…')` gives. */
export function parameterValues(parameters: Parameters, values: Values): Map<string, Json> {
  return new Map(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      platformParameters.has(name) ? {} : (effectiveValue(parameter, values) ?? null),
    ]),
  );
}

function effectiveValue(parameter: FlowParameter, values: Values): Json | undefined {
  const schemaName = parameter.metadata?.schemaName;
  const given = schemaName === undefined ? undefined : values[schemaName];
  return given ?? parameter.defaultValue;
}

function fits(type: string, value: Json): boolean {
  switch (type) {
    case 'String':
    case 'SecureString':
      return typeof value === 'string';
    case 'Int':
      return Number.isInteger(value);
    case 'Float':
      return typeof value === 'number';
    case 'Bool':
      return typeof value === 'boolean';
    case 'Array':
      return Array.isArray(value);
    default:
      return isObject(value);
  }
}
