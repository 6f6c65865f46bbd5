import type { OrderEventResponse } from '@thesis/calls';
import { expect, it } from 'vitest';
import { toCsv } from '../src/csv.ts';
import { distanceKm } from '../src/distance.ts';
import { noteworthy } from '../src/noteworthy.ts';
import { limitOf, speakingFor } from '../src/why.ts';

it('a cell with a comma, a quote or a line break is quoted', () => {
  expect(toCsv([['a', 'b,c', 'say "hi"', 'two\nlines', 1.5]])).toBe('a,"b,c","say ""hi""","two\nlines",1.5\r\n');
});

it('a cell that a spreadsheet would run as a formula stays text', () => {
  expect(toCsv([['=1+1', '@x', -5]])).toBe("'=1+1,'@x,-5\r\n");
});

it('a degree of latitude is 111 km', () => {
  expect(distanceKm({ latitude: 34, longitude: -118 }, { latitude: 35, longitude: -118 })).toBeCloseTo(111.2, 1);
});

it('what the steps of an order do not tell is kept, the newest first', () => {
  const event = (version: number, action: string, reason = '') => ({ version, action, reason }) as unknown as OrderEventResponse;
  const events = [event(1, 'proposed'), event(2, 'accepted', 'The fridge is half full.'), event(3, 'assigned'), event(4, 'released', 'Flat tyre.'), event(5, 'assigned'), event(6, 'incident_reported', 'Ice melted.')];
  expect(noteworthy(events).map(({ version }) => version)).toEqual([6, 4, 2]);
  expect(noteworthy([event(1, 'accepted')])).toEqual([]);
});

it('the plan\'s reasons are what spoke for the charity, and what kept it from being more', () => {
  const why = ['fair', 'preferred', 'something new', 'storage_capacity'];
  expect([speakingFor(why), limitOf(why)]).toEqual([['preferred', 'fair'], 'storage_capacity']);
  expect([speakingFor([]), limitOf([])]).toEqual([[], undefined]);
});
