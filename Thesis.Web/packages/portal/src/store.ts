import { configureStore, createAction, type UnknownAction } from '@reduxjs/toolkit';
import { isLanguage, preferredLanguage, type Language, type WeightUnit } from '@thesis/i18n';

/** What the user set for this device. */
export interface Preferences {
  readonly language: Language;
  readonly weightUnit: WeightUnit;
  /** The region looked at by those who may see several. */
  readonly region: string | null;
}

/** How the page stands with its server. */
export interface Connection {
  readonly live: 'off' | 'connecting' | 'live' | 'reconnecting';
  readonly online: boolean;
  /** The session ended while the page was open; the page stays, and its forms with it. */
  readonly signedOut: boolean;
}

const KEY = 'thesis.preferences';

function remembered(): Preferences {
  const found: Partial<Preferences> = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  return {
    language: isLanguage(found.language) ? found.language : preferredLanguage(navigator.languages),
    weightUnit: found.weightUnit ?? (navigator.language === 'en-US' ? 'lb' : 'kg'),
    region: found.region ?? null,
  };
}

export const prefer = createAction<Partial<Preferences>>('preferences/prefer');
export const connected = createAction<Partial<Connection>>('connection/connected');

// Plain reducers: slices would bring Immer along, for two records that are only ever replaced in part.
const preferences = (state: Preferences = remembered(), action: UnknownAction): Preferences => (prefer.match(action) ? { ...state, ...action.payload } : state);
const connection = (state: Connection = { live: 'off', online: navigator.onLine, signedOut: false }, action: UnknownAction): Connection =>
  connected.match(action) ? { ...state, ...action.payload } : state;

/** The state of the app itself; what the server knows is in React Query, what a form holds is in the form. */
export const store = configureStore({ reducer: { preferences, connection } });

store.subscribe(() => localStorage.setItem(KEY, JSON.stringify(store.getState().preferences)));

export type AppState = ReturnType<typeof store.getState>;
