import { ApiError, NoAnswer } from '@thesis/api';
import type { AuditResponse, ImpactItem } from '@thesis/calls';
import { expect, it, vi } from 'vitest';
import { changesOf, notesOf } from '../src/audit/changes.ts';
import { mergeTrails, type AuditEntry, type Trail } from '../src/audit/trails.ts';
import { shortcutOf } from '../src/board/shortcuts.ts';
import { runBulk, type Line } from '../src/bulk/run-bulk.ts';
import { daysBefore, groupsOf, periodsOf } from '../src/figures/bars.ts';
import { readArrived } from '../src/orders/arrived.ts';
import { ratingOf, screensOf } from '../src/performance/vitals.ts';
import { EMPTY_REGION, faultsOf, outlineOf, toForm, toRequest } from '../src/regions/region-form.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 11, 1, 12, 0, second)).toISOString();
const entry = (trail: Trail, id: string, second: number): AuditEntry => ({ trail, id, time: at(second) }) as AuditEntry;

it('several trails are one list, newest first; the next page begins where the busiest one ends', () => {
  const busy = Array.from({ length: 50 }, (_, index) => entry('orders', `o${index}`, 59 - index));
  const page = mergeTrails(['orders', 'regions', 'users'], [busy, [entry('regions', 'r', 58), entry('regions', 'old', 2)], null], new Set(['orders/o0']));
  expect(page.entries.slice(0, 3).map(({ id }) => id)).toEqual(['o1', 'r', 'o2']);
  expect(page.entries).toHaveLength(49);
  expect(page.missing).toEqual(['users']);
  // A millisecond later than the last one shown: of those at the same time none is left out.
  expect(Date.parse(page.next ?? '')).toBe(Date.parse(at(11)) + 1);
  expect(mergeTrails(['orders'], [[entry('orders', 'a', 1)]], new Set()).next).toBeNull();
});

it('a change is what differs, nested names in words; what did not change is left out', () => {
  expect(changesOf({ place: { timeZone: 'UTC', units: 'kg' } }, { place: { timeZone: 'Asia/Kolkata', units: 'kg' }, added: 1 }))
    .toEqual([{ name: 'place › time zone', before: 'UTC', after: 'Asia/Kolkata' }, { name: 'added', before: null, after: '1' }]);
  expect(changesOf(null, null)).toEqual([]);
  expect(notesOf({ before: {}, after: {}, reason: 'x', overridden: true } satisfies AuditResponse['details'])).toEqual([['overridden', 'true']]);
});

it('with several orders each fares on its own: the refused stop none, the unanswered keep their key', async () => {
  const tried: string[] = [];
  const lines: Line[] = [];
  const send = async (id: string, key: string) => {
    tried.push(`${id} ${key}`);
    if (id === 'b') throw new ApiError(409, { detail: 'The driver is full.' });
    if (id === 'c' && tried.filter((one) => one.startsWith('c')).length < 3) throw new NoAnswer('lost');
    if (id === 'd') throw new ApiError(503, {});
  };
  const pause = vi.fn(() => Promise.resolve());
  await runBulk(['a', 'b', 'c', 'd'], { send, onLine: (line) => lines.push(line), keyOf: (id) => `key-${id}`, pause });
  expect(lines.sort((x, y) => x.id.localeCompare(y.id))).toEqual([
    { id: 'a', state: 'done', why: '' }, { id: 'b', state: 'refused', why: 'The driver is full.' }, { id: 'c', state: 'done', why: '' }, { id: 'd', state: 'unanswered', why: '' },
  ]);
  expect(tried.filter((one) => one === 'c key-c')).toHaveLength(3);
  expect(tried.filter((one) => one === 'd key-d')).toHaveLength(4);
  expect(tried.filter((one) => one.startsWith('b'))).toHaveLength(1);
});

it('a key is a shortcut only where nobody types and the browser has no use for it', () => {
  const press = (key: string, part: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...part });
  expect(shortcutOf(press('x'), false, true)).toBe('select');
  expect(shortcutOf(press('x'), true, true)).toBeNull();
  expect(shortcutOf(press('a', { ctrlKey: true }), false, true)).toBeNull();
  // Arrows scroll unless an order has the focus.
  expect([shortcutOf(press('ArrowDown'), false, false), shortcutOf(press('ArrowDown'), false, true)]).toEqual([null, 'next']);
  expect(shortcutOf(press('q'), false, true)).toBeNull();
});

it('what arrived of a carried order is read in the user’s unit, and is never more than was weighed', () => {
  expect(readArrived('', 'en', 'kg', 48)).toEqual({ kg: 0 });
  expect(readArrived('20', 'en', 'kg', 48)).toEqual({ kg: 20 });
  expect(readArrived('105.8', 'en', 'lb', 48)).toEqual({ kg: 48 });
  expect(readArrived('49', 'en', 'kg', 48)).toEqual({ fault: 'tooMuch' });
  expect(readArrived('-1', 'en', 'kg', 48)).toEqual({ fault: 'number' });
  expect(readArrived('many', 'en', 'kg', 48)).toEqual({ fault: 'number' });
});

it('a region’s form names each field that cannot be right', () => {
  const zones = ['America/Los_Angeles'];
  expect(Object.keys(faultsOf(EMPTY_REGION, true, zones)).sort()).toEqual(['currency', 'name', 'region', 'timeZone']);
  const good = { ...EMPTY_REGION, region: 'porto', name: 'Porto', timeZone: 'America/Los_Angeles', currency: 'EUR' };
  expect(faultsOf(good, true, zones)).toEqual({});
  expect(faultsOf({ ...good, region: 'Porto' }, false, zones)).toEqual({});
  expect(faultsOf({ ...good, quietFrom: '25:00', holidays: '2026-02-30', outline: '{"type":"Point"}' }, true, zones)).toEqual({ quietFrom: 'quiet', holidays: 'holidays', outline: 'outline' });
  expect(faultsOf({ ...good, quietFrom: '', isQuiet: false }, true, zones)).toEqual({});
});

it('a region is sent as it was typed, and read back as it is', () => {
  const ring = [[0, 0], [0, 1], [1, 1], [0, 0]];
  const form = { ...EMPTY_REGION, region: 'porto', name: ' Porto ', timeZone: 'Europe/Lisbon', currency: 'EUR', holidays: '2026-12-25, 2027-01-01', outline: JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] } }] }) };
  const request = toRequest(form, true);
  expect(request).toMatchObject({ region: 'porto', name: 'Porto', strategy: null, holidays: ['2026-12-25', '2027-01-01'], quietHours: { from: '22:00', until: '07:00' }, outline: { type: 'Polygon', coordinates: [ring] } });
  expect(toRequest({ ...form, isQuiet: false }, false)).toMatchObject({ region: null, quietHours: null });
  const back = toForm({ ...request, region: 'porto', version: 1, confirmed: true, holidays: request.holidays ?? [], strategy: null } as Parameters<typeof toForm>[0]);
  expect([back.name, back.holidays, outlineOf(back.outline)?.coordinates]).toEqual(['Porto', '2026-12-25\n2027-01-01', [ring]]);
});

it('figures are summed by period and by whom, the most first', () => {
  const item = (periodStart: string, id: string, kg: number): ImpactItem => ({ periodStart, id, name: id, region: 'la', deliveries: 1, kg, meals: kg * 2, co2eKg: kg * 2.5, value: null, currency: 'USD' });
  const items = [item('2026-11-02', 'b', 5), item('2026-11-01', 'a', 3), item('2026-11-02', 'a', 4)];
  expect(periodsOf(items)).toEqual([{ start: '2026-11-01', kg: 3, deliveries: 1 }, { start: '2026-11-02', kg: 9, deliveries: 2 }]);
  expect(groupsOf(items).map(({ id, kg, meals }) => [id, kg, meals])).toEqual([['a', 7, 14], ['b', 5, 10]]);
  expect(daysBefore('2026-03-01', 29)).toBe('2026-01-31');
});

it('screens that feel worst come first, each on its own device', () => {
  const figure = (screen: string, name: string, p75: number, device = 'phone') => ({ screen, device, name, count: 10, p75 });
  const screens = screensOf([figure('/', 'lcp', 900), figure('/donor', 'lcp', 4100), figure('/donor', 'inp', 80), figure('/ngo', 'cls', 0.2), figure('/driver', 'lcp', 9000, 'desktop')], 'phone');
  expect(screens.map(({ screen }) => screen)).toEqual(['/donor', '/ngo', '/']);
  expect(screens[0]?.of.inp?.p75).toBe(80);
  expect([ratingOf('lcp', 2500), ratingOf('inp', 201), ratingOf('cls', 0.26)]).toEqual(['good', 'fair', 'poor']);
});
