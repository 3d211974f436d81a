import { isObject, type Json, type JsonObject, typeName } from './json.ts';
import { seeUsage, TemplateError } from './templateError.ts';

/** The values handed to a template function, read with the type that the function needs. */
export class FunctionArguments {
  readonly functionName: string;
  readonly values: readonly Json[];
  /** True when an argument is a float by its writing (`2.0`, `float(x)`), which its value alone does not tell. */
  readonly hasFloat: boolean;

  constructor(functionName: string, values: readonly Json[], hasFloat = false) {
    this.functionName = functionName;
    this.values = values;
    this.hasFloat = hasFloat;
  }

  has(index: number): boolean {
    return index < this.values.length;
  }

  any(index: number): Json {
    return this.values[index] ?? null;
  }

  text(index: number): string {
    const value = this.any(index);
    return typeof value === 'string' ? value : this.refuseType(index, 'a string');
  }

  number(index: number): number {
    const value = this.any(index);
    return typeof value === 'number' ? value : this.refuseType(index, 'an integer or a decimal number');
  }

  integer(index: number): number {
    const value = this.any(index);
    return typeof value === 'number' && Number.isInteger(value) ? value : this.refuseType(index, 'an integer');
  }

  boolean(index: number): boolean {
    const value = this.any(index);
    return typeof value === 'boolean' ? value : this.refuseType(index, 'a boolean');
  }

  array(index: number): Json[] {
    const value = this.any(index);
    return Array.isArray(value) ? value : this.refuseType(index, 'an array');
  }

  object(index: number): JsonObject {
    const value = this.any(index);
    return isObject(value) ? value : this.refuseType(index, 'an object');
  }

  refuseType(index: number, expected: string): never {
    const which = this.values.length === 1 ? 'its parameter' : `its ${ordinals[index] ?? `${index + 1}th`} parameter`;
    throw new TemplateError(
      `The template language function '${this.functionName}' expects ${which} to be ${expected}. The provided value is of type '${typeName(this.any(index))}'. ${seeUsage(this.functionName)}`,
    );
  }

  refuse(reason: string): never {
    throw new TemplateError(
      `The template language function '${this.functionName}' was invoked with a parameter that is not valid. ${reason}`,
    );
  }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
