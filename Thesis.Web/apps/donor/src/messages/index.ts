import type { MessageLoaders } from '@thesis/i18n';

export const messages: MessageLoaders = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
  ar: () => import('./ar.json'),
  hi: () => import('./hi.json'),
};
