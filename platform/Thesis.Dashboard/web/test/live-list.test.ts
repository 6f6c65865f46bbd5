import { describe, expect, test } from 'vitest';
import { reconnectDelay } from '../src/api/live-stream.ts';
import { EMPTY_LIST, KEPT_ROWS, listReducer, type ListAction, type ListState } from '../src/ui/live-list.ts';
import { tokenOf } from '../src/session/token.ts';

interface Row {
  readonly id: number;
  readonly at: number;
  readonly note?: string;
}

const reduce = listReducer<Row>((row) => row.id, (row) => row.at);
const rows = (...ids: number[]): Row[] => ids.map((id) => ({ id, at: id }));
const after = (...actions: ListAction<Row>[]) => actions.reduce<ListState<Row>>(reduce, EMPTY_LIST);
const ids = (list: readonly Row[]) => list.map((row) => row.id);

describe('a live list', () => {
  test('shows new rows above, older pages below', () => {
    const state = after({ type: 'first', page: { items: rows(5, 4), next: '4' } }, { type: 'live', items: rows(7, 6), hold: false }, { type: 'more', page: { items: rows(3, 2), next: null } });
    expect(ids(state.items)).toEqual([7, 6, 5, 4, 3, 2]);
    expect(state.next).toBeNull();
  });

  test('holds new rows back while the reader is further down', () => {
    const held = after({ type: 'first', page: { items: rows(1) } }, { type: 'live', items: rows(2), hold: true }, { type: 'live', items: rows(3), hold: true });
    expect([ids(held.items), ids(held.pending)]).toEqual([[1], [3, 2]]);
    expect(ids(reduce(held, { type: 'release' }).items)).toEqual([3, 2, 1]);
  });

  test('replaces a row in its place when it comes again, as a growing trace does', () => {
    const state = after({ type: 'first', page: { items: rows(2, 1) } }, { type: 'live', items: [{ id: 1, at: 1, note: 'more spans' }], hold: false });
    expect(state.items).toEqual([{ id: 2, at: 2 }, { id: 1, at: 1, note: 'more spans' }]);
  });

  test('fills the gap after a reconnect without losing its place', () => {
    const state = after({ type: 'first', page: { items: rows(2, 1), next: 'older' } }, { type: 'first', page: { items: rows(4, 3, 2), next: '2' } });
    expect([ids(state.items), state.next]).toEqual([[4, 3, 2, 1], 'older']);
  });

  test('sorts a latecomer in by its time', () => expect(ids(after({ type: 'first', page: { items: rows(5, 3) } }, { type: 'live', items: rows(4), hold: false }).items)).toEqual([5, 4, 3]));

  test('is bounded', () => {
    const many = Array.from({ length: KEPT_ROWS + 50 }, (_, index) => ({ id: index, at: index }));
    const state = after({ type: 'live', items: many, hold: false });
    expect(state.items).toHaveLength(KEPT_ROWS);
    expect(state.items[0]?.id).toBe(KEPT_ROWS + 49);
  });

  test('keeps its rows when a later page fails', () => {
    const state = after({ type: 'first', page: { items: rows(1), next: '1' } }, { type: 'loading-more' }, { type: 'failed', error: new Error('away') });
    expect([state.status, state.loadingMore, ids(state.items)]).toEqual(['ready', false, [1]]);
  });
});

describe('reconnecting', () => {
  test('waits longer each time, up to a bound, and not in step with others', () => {
    expect([0, 1, 2, 3].map((attempt) => reconnectDelay(attempt, 0))).toEqual([500, 1000, 2000, 4000]);
    expect(reconnectDelay(1000, 1)).toBe(12_500);
  });
});

describe('the token to sign in with', () => {
  test('is taken out of the link that the console prints', () => {
    expect(tokenOf(' Login to the dashboard at http://localhost:18888/login?t=ab-12_3 ')).toBe('ab-12_3');
    expect(tokenOf(' ab12 ')).toBe('ab12');
  });
});
