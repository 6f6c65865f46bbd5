import { expect, it } from 'vitest';
import { toCsv } from '../src/csv.ts';
import { distanceKm } from '../src/distance.ts';

it('a cell with a comma, a quote or a line break is quoted', () => {
  expect(toCsv([['a', 'b,c', 'say "hi"', 'two\nlines', 1.5]])).toBe('a,"b,c","say ""hi""","two\nlines",1.5\r\n');
});

it('a cell that a spreadsheet would run as a formula stays text', () => {
  expect(toCsv([['=1+1', '@x', -5]])).toBe("'=1+1,'@x,-5\r\n");
});

it('a degree of latitude is 111 km', () => {
  expect(distanceKm({ latitude: 34, longitude: -118 }, { latitude: 35, longitude: -118 })).toBeCloseTo(111.2, 1);
});
