import { registerMessages, textOf } from '@thesis/i18n';
import type en from './messages/en.json';

registerMessages('account', {
  en: () => import('./messages/en.json'),
  es: () => import('./messages/es.json'),
  ar: () => import('./messages/ar.json'),
  hi: () => import('./messages/hi.json'),
});

export const useAccountText = textOf<typeof en>('account');
