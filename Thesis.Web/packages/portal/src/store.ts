import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
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

const preferences = createSlice({
  name: 'preferences',
  initialState: remembered,
  reducers: {
    prefer: (state, { payload }: PayloadAction<Partial<Preferences>>) => ({ ...state, ...payload }),
  },
});

const connection = createSlice({
  name: 'connection',
  initialState: (): Connection => ({ live: 'off', online: navigator.onLine, signedOut: false }),
  reducers: {
    connected: (state, { payload }: PayloadAction<Partial<Connection>>) => ({ ...state, ...payload }),
  },
});

/** The state of the app itself; what the server knows is in React Query, what a form holds is in the form. */
export const store = configureStore({ reducer: { preferences: preferences.reducer, connection: connection.reducer } });

store.subscribe(() => localStorage.setItem(KEY, JSON.stringify(store.getState().preferences)));

export const { prefer } = preferences.actions;
export const { connected } = connection.actions;
export type AppState = ReturnType<typeof store.getState>;
