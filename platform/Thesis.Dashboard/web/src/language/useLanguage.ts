import { useSyncExternalStore } from 'react';
import { currentLanguage, onLanguage, type Language } from './language.ts';

/** The language that is spoken now. */
export const useLanguage = (): Language => useSyncExternalStore(onLanguage, currentLanguage);
