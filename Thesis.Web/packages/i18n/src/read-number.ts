/** A number as typed; or what is wrong: nothing typed, no number, or two readings, which are given. */
export type NumberReading =
  | { readonly value: number }
  | { readonly problem: 'empty' | 'not-a-number' }
  | { readonly problem: 'ambiguous'; readonly readings: readonly [number, number] };

/**
 * Reads a number by the page's language: "12,500" is 12500 in English and 12.5 in German. A separator that the language uses
 * otherwise is taken when one reading is left ("12.5" in German). A decimal separator before exactly three digits ("5.000" in
 * English) is refused: too many people mean thousands by it.
 */
export function readNumber(typed: string, language: string): NumberReading {
  const text = inLatinDigits(typed).trim().replaceAll(/[\s\u00a0\u202f'’]/g, '');
  if (text === '') return { problem: 'empty' };
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(text)) return { problem: 'not-a-number' };
  const marks = [...text].filter((mark) => mark === '.' || mark === ',');
  if (new Set(marks).size === 2) return readBoth(text, marks);
  const mark = marks[0];
  if (mark === undefined) return { value: Number(text) };
  const inThousands = isGrouped(text, mark) ? Number(text.replaceAll(mark, '')) : undefined;
  if (marks.length > 1) return inThousands === undefined ? { problem: 'not-a-number' } : { value: inThousands };
  const asDecimal = Number(text.replace(mark, '.'));
  if (inThousands === undefined) return { value: asDecimal };
  return mark === groupMarkOf(language) ? { value: inThousands } : { problem: 'ambiguous', readings: [asDecimal, inThousands] };
}

// "1,234.5" and "1.234,5": the last mark is the decimal one, the other groups.
function readBoth(text: string, marks: readonly string[]): NumberReading {
  const decimal = marks.at(-1) as string;
  const group = decimal === '.' ? ',' : '.';
  const [whole = '', ...fractions] = text.split(decimal);
  if (fractions.length !== 1 || !isGrouped(whole, group)) return { problem: 'not-a-number' };
  return { value: Number(`${whole.replaceAll(group, '')}.${fractions[0]}`) };
}

// In threes, or as in India: 12,34,567.
const isGrouped = (text: string, mark: string): boolean => new RegExp(`^[+-]?[1-9]\\d{0,2}(\\${mark}\\d{3})+$|^[+-]?[1-9]\\d?(\\${mark}\\d{2})+\\${mark}\\d{3}$`).test(text);

// Arabic-Indic, Persian and Devanagari digits follow each other as the Latin ones do.
const ZEROS = ['\u0660', '\u06f0', '\u0966'] as const;

const inLatinDigits = (text: string): string =>
  text.replaceAll('\u066b', '.').replaceAll('\u066c', ',').replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - Math.max(...ZEROS.map((zero) => zero.charCodeAt(0)).filter((zero) => zero <= code)));
  });

const groupMarkOf = (language: string): string =>
  inLatinDigits(new Intl.NumberFormat(language).formatToParts(12345.6).find((part) => part.type === 'group')?.value ?? '');

/** A number for an input of the page's language, to be read by `readNumber` again: not grouped, and never with exactly three decimals. */
export function writeNumber(value: number, language: string): string {
  const written = (digits: number) => new Intl.NumberFormat(language, { useGrouping: false, numberingSystem: 'latn', minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 3) }).format(value);
  return /[.,]\d{3}$/.test(written(0)) ? written(4) : written(0);
}
