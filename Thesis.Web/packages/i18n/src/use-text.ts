import { useTranslation } from 'react-i18next';
import type { Messages } from './messages.ts';

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Singular<Name extends string> = Name extends `${infer Base}_${Plural}` ? Base : Name;

/** Every name of a message file, groups joined by points and plural forms as one. */
export type MessageName<M> = { [Name in keyof M & string]: M[Name] extends string ? Singular<Name> : `${Name}.${MessageName<M[Name]>}` }[keyof M & string];

export type Values = Readonly<Record<string, string | number>>;

/** Gives a message in the language in use, with values filled in. `count` chooses the plural form. */
export type Text<M> = (name: MessageName<M>, values?: Values) => string;

/** Makes the hook by which a portal reads its own messages; names that the English file lacks do not compile. */
export const textOf = <M extends Messages>(namespace: string) =>
  function useText(): Text<M> {
    const { t } = useTranslation(namespace);
    return (name, values) => t(name as string, { ...values }) as string;
  };
