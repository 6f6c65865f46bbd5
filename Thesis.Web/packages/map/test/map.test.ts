import { expect, it } from 'vitest';
import { extentOf } from '../src/extent.ts';
import { urgencyOf } from '../src/urgency.ts';

it('one place far away does not shrink the city', () => {
  const city = Array.from({ length: 99 }, (_, i) => ({ latitude: 34 + i / 1000, longitude: -118 - i / 1000 }));
  const extent = extentOf([...city, { latitude: 0, longitude: 0 }]);
  expect(extent?.[0]).toBeGreaterThan(33);
  expect(extent?.[3]).toBeLessThan(-117);
});

it('a region without places has no extent', () => {
  expect(extentOf([])).toBeNull();
});

it('food is urgent in its last six hours', () => {
  const now = Date.parse('2026-12-01T12:00:00Z');
  expect(['2026-12-01T17:59:00Z', '2026-12-01T18:01:00Z', '2026-12-02T12:01:00Z'].map((at) => urgencyOf(at, now))).toEqual(['urgent', 'soon', 'calm']);
});
