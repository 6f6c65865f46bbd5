import { describe, expect, it } from 'vitest';
import { readNumber, writeNumber } from '../src/read-number.ts';

describe('a number as typed', () => {
  it.each([
    ['12', 'en', 12], ['12.5', 'en', 12.5], ['12,500', 'en', 12_500], ['1,234.5', 'en', 1234.5], ['12,5', 'en', 12.5], [' 1 200 ', 'en', 1200],
    ['12,500', 'de', 12.5], ['12.500', 'de', 12_500], ['1.234,5', 'de', 1234.5], ['12.5', 'de', 12.5],
    ['1 234,5', 'fr', 1234.5], ['12,5', 'es', 12.5], ['٤٠٫٥', 'ar', 40.5], ['१२,३४,५६७', 'hi', 1_234_567], ['1,00,000', 'hi', 100_000], ['1,000,000', 'en', 1_000_000], ['-5', 'en', -5],
  ])('"%s" is read in %s as %d', (typed, language, value) => {
    const reading = readNumber(typed, language);
    // In German "12,500" has a decimal mark before three digits: it is asked, not guessed.
    if ('problem' in reading && reading.problem === 'ambiguous') expect(reading.readings).toContain(value);
    else expect(reading).toEqual({ value });
  });

  it('with a decimal mark before exactly three digits is asked about, with both readings', () => {
    expect(readNumber('5.000', 'en')).toEqual({ problem: 'ambiguous', readings: [5, 5000] });
    expect(readNumber('12,500', 'de')).toEqual({ problem: 'ambiguous', readings: [12.5, 12_500] });
    expect(readNumber('1.200', 'fr')).toEqual({ problem: 'ambiguous', readings: [1.2, 1200] });
  });

  it.each(['1e3', 'NaN', '12kg', '1,23.4,5', '--5', '0x10', 'Infinity', '1,,000'])('"%s" is none', (typed) => {
    expect(readNumber(typed, 'en')).toEqual({ problem: 'not-a-number' });
  });

  it('is missing when nothing is typed', () => {
    expect(readNumber('  ', 'en')).toEqual({ problem: 'empty' });
  });
});

it.each(['en', 'es', 'ar', 'hi', 'de'])('what is written into an input in %s is read as the same number', (language) => {
  for (const value of [0, 12, 12.5, 4.536, 1200, 0.125, 50_000, 1234.5]) expect(readNumber(writeNumber(value, language), language)).toEqual({ value });
});
