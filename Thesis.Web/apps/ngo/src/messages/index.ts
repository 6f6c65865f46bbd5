import type { MessageLoaders } from '@thesis/i18n';

export const messages: MessageLoaders = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
  de: () => import('./de.json'),
  fr: () => import('./fr.json'),
};
