import type { en } from './en.ts';

/** A message that depends on a number; the forms are those of `Intl.PluralRules`. */
export interface Plural {
  readonly one: string;
  readonly other: string;
}

export type Key = keyof typeof en;

/** Every message in another language. A missing or superfluous one does not compile. */
export type Catalogue = { readonly [K in Key]: (typeof en)[K] extends string ? string : Plural };

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The names in braces of a message; one with plural forms always has `count`. */
export type NamesOf<K extends Key> = (typeof en)[K] extends string ? Names<(typeof en)[K]> : (typeof en)[K] extends { readonly other: infer Other extends string } ? Names<Other> | 'count' : never;

export type ValuesOf<K extends Key, V> = [NamesOf<K>] extends [never] ? [] : [values: Readonly<Record<NamesOf<K>, V>>];

/** The messages without names in braces. */
export type PlainKey = { [K in Key]: [NamesOf<K>] extends [never] ? K : never }[Key];
