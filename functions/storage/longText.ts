// Half of what a property holds, so that it fits however the service counts: in UTF-16 units or in UTF-8 bytes.
const partUnits = 16 * 1024;

const endsInsidePair = (part: string): boolean => /[\uD800-\uDBFF]$/.test(part);

/** Spreads a text over as many properties as it needs: `body0`, `body1`, … */
export const splitText = (name: string, text: string): Record<string, string> => {
  const parts: Record<string, string> = {};
  let at = 0;
  for (let part = 0; at < text.length || part === 0; part++) {
    const whole = text.slice(at, at + partUnits);
    const kept = endsInsidePair(whole) && whole.length === partUnits ? whole.slice(0, -1) : whole;
    parts[`${name}${part}`] = kept;
    at += kept.length || 1;
  }
  return parts;
};

/** The text that `splitText` spread. */
export const joinText = (name: string, values: Readonly<Record<string, unknown>>): string => {
  let text = '';
  for (let part = 0; typeof values[`${name}${part}`] === 'string'; part++) text += values[`${name}${part}`];
  return text;
};
