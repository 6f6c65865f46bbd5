import { Fragment, type CSSProperties, type ReactNode } from 'react';
import { parseAnsi, type AnsiSpan } from './ansi.ts';

const URL_PATTERN = /https?:\/\/[^\s"'<>)\]}]+/g;

function colour(value: number | string | undefined): string | undefined {
  return typeof value === 'number' ? `var(--ansi-${value})` : value;
}

function styleOf(span: AnsiSpan): CSSProperties {
  const [front, back] = span.inverse ? [span.background ?? 'var(--surface)', span.foreground ?? 'var(--ink)'] : [span.foreground, span.background];
  return {
    color: colour(front),
    background: colour(back),
    fontWeight: span.bold ? 700 : undefined,
    opacity: span.dim ? 0.75 : undefined,
    fontStyle: span.italic ? 'italic' : undefined,
    textDecoration: [span.underline && 'underline', span.strike && 'line-through'].filter(Boolean).join(' ') || undefined,
  };
}

function withLinks(text: string): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(URL_PATTERN)) {
    const url = match[0].replace(/[.,;:]+$/, '');
    parts.push(text.slice(from, match.index), <a key={match.index} href={url} target="_blank" rel="noreferrer">{url}</a>);
    from = match.index + url.length;
  }
  return parts.length ? [...parts, text.slice(from)] : text;
}

/** One line of a console with its colours and links. */
export function ConsoleText({ text }: { readonly text: string }) {
  return parseAnsi(text).map((span, index) => {
    const { text: content, ...style } = span;
    return Object.keys(style).length === 0 ? <Fragment key={index}>{withLinks(content)}</Fragment> : <span key={index} style={styleOf(span)}>{withLinks(content)}</span>;
  });
}
