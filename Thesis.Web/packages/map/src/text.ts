import { registerMessages, textOf } from '@thesis/i18n';
import type en from './messages/en.json';

registerMessages('map', {
  en: () => import('./messages/en.json'),
  es: () => import('./messages/es.json'),
  de: () => import('./messages/de.json'),
  fr: () => import('./messages/fr.json'),
});

export const useMapText = textOf<typeof en>('map');
