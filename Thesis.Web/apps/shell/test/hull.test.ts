import { expect, test } from 'vitest';
import { convexHull } from '../src/map/hull.ts';

test('the hull of a square with points inside is the square', () => {
  const hull = convexHull([[0, 0], [0, 2], [2, 0], [2, 2], [1, 1], [0.5, 1.5]]);
  expect(new Set(hull.map(String))).toEqual(new Set(['0,0', '0,2', '2,0', '2,2']));
});

test('two points and none are their own hull', () => {
  expect(convexHull([])).toEqual([]);
  expect(convexHull([[1, 1], [2, 2]])).toHaveLength(2);
});
