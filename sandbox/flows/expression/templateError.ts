/** An expression that cannot be parsed or evaluated; the action that holds it fails with `InvalidTemplate`. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code = 'InvalidTemplate';
}

/** The sentence with which the platform ends its messages about a function. */
export function seeUsage(functionName: string): string {
  return `Please see https://aka.ms/logicexpressions#${functionName} for usage details.`;
}
