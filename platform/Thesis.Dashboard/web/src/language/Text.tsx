import { Fragment, type ReactNode } from 'react';
import type { Key, NamesOf } from './catalogue.ts';
import { shown, templateOf } from './language.ts';

interface TextProps<K extends Key> {
  readonly of: K;
  readonly values: Readonly<Record<NamesOf<K>, ReactNode>>;
}

/** A message with elements in it, such as a time or a name in bold. */
export function Text<K extends Key>({ of, values }: TextProps<K>) {
  const given = values as Readonly<Record<string, ReactNode>>;
  return templateOf(of, given['count'])
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return <Fragment key={index}>{part}</Fragment>;
      const value = given[part];
      return <Fragment key={index}>{typeof value === 'number' ? shown(value) : value}</Fragment>;
    });
}
