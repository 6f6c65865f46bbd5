import { textOf } from '@thesis/i18n';
import type en from './messages/en.json';

export const useText = textOf<typeof en>('admin');
