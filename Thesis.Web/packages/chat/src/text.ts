import { registerMessages, textOf, type Text } from '@thesis/i18n';
import type en from './messages/en.json';

registerMessages('chat', {
  en: () => import('./messages/en.json'),
  es: () => import('./messages/es.json'),
  ar: () => import('./messages/ar.json'),
  hi: () => import('./messages/hi.json'),
});

export const useChatText = textOf<typeof en>('chat');

export type ChatText = Text<typeof en>;
