import fc from 'fast-check';

/**
 * Texts of any characters, with those among them that trip up programs, such as `__proto__`. What fast-check makes of the
 * unit `binary` is the same, but takes it a second for each arbitrary: it puts a million characters into a map.
 */
export const anyText = (constraints: fc.StringConstraints = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: character });

const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7_ff }), fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }))
  .map((code) => String.fromCodePoint(code), codeOf);

/** fast-check takes what throws for no character. */
function codeOf(text: unknown): number {
  const [character = '', ...others] = String(text);
  const code = character.codePointAt(0);
  if (code === undefined || others.length > 0) throw new Error(`${text} is not one character.`);
  return code;
}
