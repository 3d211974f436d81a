const standardPattern = /^([CDEFNPXcdefnpx])(\d{0,2})$/;
// What Intl can write; a format with more places than that is for nobody.
const mostWholeDigits = 21;
const mostFractionDigits = 100;
const customPattern = /^([^#0.,%]*)([#0,]*?)(,*)(?:\.([#0]+))?([^#0.,]*)$/;

/** Formats a number with .NET's standard (`N2`, `C`, `D5`) or custom (`#,##0.00`) format; undefined for one it does not know. */
export function formatNumber(value: number, format: string, locale: string): string | undefined {
  if (Intl.NumberFormat.supportedLocalesOf(safeLocale(locale)).length === 0) return undefined;
  const standard = standardPattern.exec(format);
  return standard
    ? formatStandard(value, standard[1] ?? '', standard[2] ?? '', locale)
    : formatCustom(value, format, locale);
}

function formatStandard(value: number, letter: string, precision: string, locale: string): string | undefined {
  const digits = precision === '' ? 2 : Number(precision);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  switch (letter.toUpperCase()) {
    case 'C':
      return new Intl.NumberFormat(locale, { style: 'currency', currency: currencyOf(locale), ...fraction }).format(
        value,
      );
    case 'N':
      return new Intl.NumberFormat(locale, fraction).format(value);
    case 'F':
      return new Intl.NumberFormat(locale, { ...fraction, useGrouping: false }).format(value);
    case 'P':
      return new Intl.NumberFormat(locale, { style: 'percent', ...fraction }).format(value);
    case 'E': {
      const [mantissa, exponent] = value.toExponential(precision === '' ? 6 : digits).split('e');
      const power = Number(exponent);
      const letterOfExponent = letter === 'E' ? 'E' : 'e';
      return `${mantissa}${letterOfExponent}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(3, '0')}`;
    }
    case 'D':
      if (!Number.isInteger(value)) return undefined;
      return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(Number(precision), '0')}`;
    default: {
      if (!Number.isInteger(value) || value < 0) return undefined;
      const hexadecimal = value.toString(16).padStart(Number(precision), '0');
      return letter === 'X' ? hexadecimal.toUpperCase() : hexadecimal;
    }
  }
}

function formatCustom(value: number, format: string, locale: string): string | undefined {
  const parts = customPattern.exec(format);
  if (!parts || !/[#0]/.test(format)) return undefined;
  const [, prefix = '', whole = '', thousands = '', fraction = '', suffix = ''] = parts;
  const digits = whole.replaceAll(',', '');
  if (digits.length > mostWholeDigits || fraction.length > mostFractionDigits) return undefined;
  // Each comma behind the whole digits divides by a thousand.
  const scaled = (suffix.includes('%') ? value * 100 : value) / 1000 ** thousands.length;
  const zeros = digits.includes('0') ? digits.length - digits.indexOf('0') : 0;
  const number = new Intl.NumberFormat(locale, {
    minimumIntegerDigits: Math.max(1, zeros),
    minimumFractionDigits: fraction.lastIndexOf('0') + 1,
    maximumFractionDigits: fraction.length,
    useGrouping: whole.includes(','),
  }).format(Math.abs(scaled));
  const sign = scaled < 0 && /[1-9]/.test(number) ? '-' : '';
  const shown = zeros === 0 ? number.replace(/^0(?=\D|$)/, '') : number;
  return `${sign}${prefix}${shown}${suffix}`;
}

function currencyOf(locale: string): string {
  const region = new Intl.Locale(locale).maximize().region ?? 'US';
  return currencies[region] ?? (euroRegions.has(region) ? 'EUR' : 'USD');
}

function safeLocale(locale: string): string[] {
  try {
    return Intl.getCanonicalLocales(locale);
  } catch {
    return [];
  }
}

const currencies: Readonly<Record<string, string>> = {
  GB: 'GBP',
  JP: 'JPY',
  CH: 'CHF',
  IN: 'INR',
  AU: 'AUD',
  CA: 'CAD',
};
const euroRegions = new Set(['AT', 'BE', 'DE', 'ES', 'FI', 'FR', 'GR', 'IE', 'IT', 'LU', 'NL', 'PT']);
