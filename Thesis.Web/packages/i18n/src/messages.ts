import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { directionOf, LANGUAGES, type Language } from './languages.ts';

/** What one message file says: names to texts, in groups. */
export interface Messages {
  readonly [name: string]: string | Messages;
}

/** How a portal's messages are loaded, by language: only the language in use is fetched. */
export type MessageLoaders = Readonly<Record<Language, () => Promise<{ readonly default: Messages }>>>;

const loaders = new Map<string, MessageLoaders>();

/** Makes a portal's messages known under its name. */
export const registerMessages = (namespace: string, messages: MessageLoaders): void => void loaders.set(namespace, messages);

const fromLoaders = {
  type: 'backend' as const,
  init: () => undefined,
  read: async (language: string, namespace: string) => (await loaders.get(namespace)?.[language as Language]())?.default ?? {},
};

/** Starts in a language. `namespaces` are those that the first screen needs. */
export async function startMessages(language: Language, namespaces: readonly string[]): Promise<void> {
  i18next.on('languageChanged', (now) => {
    document.documentElement.lang = now;
    document.documentElement.dir = directionOf(now);
  });
  await i18next.use(fromLoaders).use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    supportedLngs: Object.keys(LANGUAGES),
    ns: [...namespaces],
    defaultNS: namespaces[0] ?? 'shell',
    // React escapes.
    interpolation: { escapeValue: false },
    react: { useSuspense: true },
  });
}

/** Loads all messages that are known by now, in the language in use: a portal's, and those of the packages that it brought along. */
export const loadMessages = (): Promise<void> => i18next.loadNamespaces([...loaders.keys()]);

export const changeLanguage = async (language: Language): Promise<void> => void (await i18next.changeLanguage(language));

export const currentLanguage = (): Language => i18next.language as Language;
