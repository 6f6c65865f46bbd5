import { expect, it } from 'vitest';
import { Screens, screenOf } from '../src/vitals/screens.ts';

it('an address says which screen it is of, and no name of a thing', () => {
  expect(['/', '/donor', '/donor/donations/don_1', '/donor/donations/don_1/edit', '/admin/regions/los-angeles', '/admin/regions/new', '/admin/runs/run_1/'].map(screenOf))
    .toEqual(['/', '/donor', '/donor/donations/:id', '/donor/donations/:id/edit', '/admin/regions/:id', '/admin/regions/new', '/admin/runs/:id']);
  expect(['/Kim', '/kim@example.org', '/a/b/c/d/e'].map(screenOf)).toEqual([null, null, null]);
});

it('what is measured belongs to the screen that was shown when it happened', () => {
  const screens = new Screens();
  screens.enter('/', 5);
  screens.enter('/donor', 50);
  screens.enter('/donor/donations/don_1', 900);
  screens.enter('/donor/donations/don_2', 950);
  expect([0, 49, 50, 899, 2000].map((time) => screens.at(time))).toEqual(['/', '/', '/donor', '/donor', '/donor/donations/:id']);
  expect(new Screens().at(7)).toBeNull();
});
