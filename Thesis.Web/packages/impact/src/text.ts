import { registerMessages, textOf } from '@thesis/i18n';
import type en from './messages/en.json';

registerMessages('impact', {
  en: () => import('./messages/en.json'),
  es: () => import('./messages/es.json'),
  ar: () => import('./messages/ar.json'),
  hi: () => import('./messages/hi.json'),
});

export const useImpactText = textOf<typeof en>('impact');
