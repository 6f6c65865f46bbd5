import type { Readable } from './text.ts';

export interface Token {
  readonly kind: 'plain' | 'name' | 'string' | 'number' | 'mark';
  readonly text: string;
}

/** Longer texts are shown without colours, so that each stays quick. */
const LONGEST_COLOURED = 200_000;

const JSON_TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\b/g;
const XML_TOKENS = /(<!--[\s\S]*?-->|<[/?!]?[\w:.-]+|[/?]?>)|([\w:.-]+)(?==["'])|("[^"<]*"|'[^'<]*')(?=[^<>]*>)/g;

/** Formatted JSON or XML in pieces to be coloured; joined they are the text. */
export function tokensOf({ form, text }: Readable): readonly Token[] {
  if (form === 'text' || text.length > LONGEST_COLOURED) return [{ kind: 'plain', text }];
  const tokens: Token[] = [];
  let from = 0;
  const add = (kind: Token['kind'], piece: string) => piece && tokens.push({ kind, text: piece });
  for (const match of text.matchAll(form === 'JSON' ? JSON_TOKENS : XML_TOKENS)) {
    add('plain', text.slice(from, match.index));
    const [whole, first, second, third] = match;
    if (form === 'JSON') {
      add(second ? 'name' : first ? 'string' : 'number', first ?? third ?? '');
      add('plain', second ?? '');
    } else {
      add(first ? 'mark' : second ? 'name' : 'string', whole);
    }
    from = match.index + whole.length;
  }
  add('plain', text.slice(from));
  return tokens;
}
