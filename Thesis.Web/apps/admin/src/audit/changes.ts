import { flatten } from '../runs/compare.ts';

export interface Change {
  /** Nested names joined by points, as people read them. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

const isThere = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What differs between two states of a thing, by name; everything of the one there is when there is only one. */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const [old, now] = [isThere(before) ? flatten(before) : new Map<string, string>(), isThere(after) ? flatten(after) : new Map<string, string>()];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => ({ name: nameOfField(name), before: old.get(name) ?? null, after: now.get(name) ?? null }));
}

/** What was noted besides before, after and reason. */
export function notesOf(details: unknown): readonly (readonly [name: string, value: string])[] {
  if (!isThere(details)) return [];
  const rest = Object.entries(details as object).filter(([name]) => !['before', 'after', 'reason'].includes(name));
  return [...flatten(Object.fromEntries(rest))].map(([name, value]) => [nameOfField(name), value] as const);
}

/** "place.timeZone" as people read it: "place › time zone". */
export const nameOfField = (path: string): string =>
  path.split('.').map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase()).join(' › ');

/** "order.picked_up" as people read it. */
export const wordsOf = (action: string): string => action.replaceAll(/[._]/g, ' ');
