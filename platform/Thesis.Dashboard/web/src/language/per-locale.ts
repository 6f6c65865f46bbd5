import { currentLocale } from './language.ts';

/** A format of the present locale, made anew only when that changes: making one costs more than using it. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly format: T } | null = null;
  return () => {
    const locale = currentLocale();
    if (made?.locale !== locale) made = { locale, format: make(locale) };
    return made.format;
  };
}
