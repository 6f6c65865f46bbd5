import { Fragment, type CSSProperties, type ReactNode } from 'react';
import { parseAnsi, type AnsiSpan } from './ansi.ts';
import { cssOf, readableOn, rgbOf } from './ansi-colours.ts';

const URL_PATTERN = /https?:\/\/[^\s"'<>)\]}]+/g;

/** A text's colour, as dark or light as it must be to be read on the page. */
function textColour(value: number | string | undefined): string | undefined {
  if (typeof value === 'number') return `var(--ansi-${value})`;
  return value && `light-dark(oklch(from ${value} min(l, 0.5) c h), oklch(from ${value} max(l, 0.74) c h))`;
}

function coloursOf(span: AnsiSpan): CSSProperties {
  const [front, back] = span.inverse ? [span.background, span.foreground ?? 7] : [span.foreground, span.background];
  if (back === undefined) return { color: textColour(front) };
  const ground = rgbOf(back);
  return { color: cssOf(readableOn(ground, front === undefined ? null : rgbOf(front))), background: cssOf(ground) };
}

function styleOf(span: AnsiSpan): CSSProperties {
  return {
    ...coloursOf(span),
    fontWeight: span.bold ? 700 : span.dim ? 300 : undefined,
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
