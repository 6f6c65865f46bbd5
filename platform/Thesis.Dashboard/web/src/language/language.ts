import type { Catalogue, Key, ValuesOf } from './catalogue.ts';
import { en } from './en.ts';

export type Language = 'en' | 'de' | 'fr' | 'es';

interface Known {
  /** As its speakers call it. */
  readonly name: string;
  readonly load: () => Promise<Catalogue>;
}

export const LANGUAGES: Readonly<Record<Language, Known>> = {
  en: { name: 'English', load: () => Promise.resolve(en) },
  de: { name: 'Deutsch', load: async () => (await import('./de.ts')).de },
  fr: { name: 'Français', load: async () => (await import('./fr.ts')).fr },
  es: { name: 'Español', load: async () => (await import('./es.ts')).es },
};

const KEY = 'dashboard.language';

interface Present {
  readonly language: Language;
  /** With the region of the browser, which dates and numbers follow. */
  readonly locale: string;
  readonly catalogue: Catalogue;
  readonly plurals: Intl.PluralRules;
  readonly numbers: Intl.NumberFormat;
}

function speak(language: Language, locale: string, catalogue: Catalogue): Present {
  return { language, locale, catalogue, plurals: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }) };
}

let present = speak('en', 'en', en);
const listeners = new Set<() => void>();

const isKnown = (text: string | null): text is Language => text !== null && text in LANGUAGES;

/** The language that was chosen here, or the first that the browser asks for and that is known. */
export function preferredLanguage(chosen: string | null, asked: readonly string[]): Language {
  if (isKnown(chosen)) return chosen;
  return asked.map((one) => one.toLowerCase().split('-')[0] ?? '').find(isKnown) ?? 'en';
}

/** The browser's own variety of the language, such as de-AT. */
export function localeOf(language: Language, asked: readonly string[]): string {
  return asked.find((one) => one.toLowerCase() === language || one.toLowerCase().startsWith(`${language}-`)) ?? language;
}

export const currentLanguage = (): Language => present.language;
export const currentLocale = (): string => present.locale;

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Fetches a language and goes over to it; when it cannot be fetched, what is spoken stays. */
export async function speakLanguage(language: Language, asked: readonly string[] = navigator.languages): Promise<void> {
  present = speak(language, localeOf(language, asked), await LANGUAGES[language].load());
  if (typeof document !== 'undefined') document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/** Speaks what was chosen here before, or what the browser asks for. */
export async function startLanguage(): Promise<void> {
  try {
    await speakLanguage(preferredLanguage(localStorage.getItem(KEY), navigator.languages));
  } catch (error) {
    // The server does not answer: English is here already.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Goes over to a language and keeps the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  await speakLanguage(language);
  localStorage.setItem(KEY, language);
}

const NAME = /\{(\w+)\}/g;

/** A message before its names are filled in, in the form that the count asks for. */
export function templateOf(key: Key, count: unknown): string {
  const message = present.catalogue[key];
  if (typeof message === 'string') return message;
  return typeof count === 'number' && present.plurals.select(count) === 'one' ? message.one : message.other;
}

/** Numbers as the language writes them; a text as it is. */
export const shown = (value: string | number): string => (typeof value === 'number' ? present.numbers.format(value) : value);

/** A message in the present language, its names in braces filled in. */
export function t<K extends Key>(key: K, ...[values]: ValuesOf<K, string | number>): string {
  const given = (values ?? {}) as Readonly<Record<string, string | number>>;
  return templateOf(key, given['count']).replace(NAME, (whole, name: string) => {
    const value = given[name];
    return value === undefined ? whole : shown(value);
  });
}
