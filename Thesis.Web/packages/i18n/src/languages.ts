/** The languages of the portals, by their own names. Each portal has a message file of each. */
export const LANGUAGES = { en: 'English', es: 'Español', ar: 'العربية', hi: 'हिन्दी' } as const;

export type Language = keyof typeof LANGUAGES;

export const isLanguage = (text: string | undefined): text is Language => text !== undefined && Object.hasOwn(LANGUAGES, text);

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

export const directionOf = (language: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr');

/** The language as the user's own country writes it: times in English are not 12-hour for everybody. */
export const localeOf = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language;

/** The first of the user's languages that the portals have. */
export const preferredLanguage = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en';
