import { useMemo } from 'react';
import type { Readable } from '../format/text.ts';
import { tokensOf } from '../format/tokens.ts';

/** Text with the names, strings and numbers of JSON or XML in colour. */
export function FormattedText({ form, text }: Readable) {
  const tokens = useMemo(() => tokensOf({ form, text }), [form, text]);
  return tokens.map((token, index) => (token.kind === 'plain' ? token.text : <span key={index} data-token={token.kind}>{token.text}</span>));
}
