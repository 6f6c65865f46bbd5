/** A piece of a line in one style. Colours are an index of the sixteen named ones, or an rgb() of CSS. */
export interface AnsiSpan {
  readonly text: string;
  readonly foreground?: number | string;
  readonly background?: number | string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
}

type Style = { -readonly [K in keyof Omit<AnsiSpan, 'text'>]: AnsiSpan[K] };

/**
 * Escape sequences of ECMA-48: CSI with its parameters and final byte, OSC up to BEL or ST, two-byte escapes, and other
 * control characters but the tab. A sequence that is cut off at the end of the line is taken whole.
 */
 
const SEQUENCE = /(?:\x1b\[|\x9b)([0-9;:?<=>]*)[ -/]*([@-~]?)|\x1b\](?:[^\x07\x1b\x9c]|\x1b(?!\\))*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-Z\\^-~]?|[\x00-\x08\x0b-\x1f\x7f]/g;

/** The text without any escape sequence. */
export const stripAnsi = (text: string): string => (hasControl(text) ? text.replace(SEQUENCE, '') : text);

// Nearly all lines have none, and a search through 10,000 lines must not run the long pattern over each.
 
const hasControl = (text: string) => /[\x00-\x08\x0b-\x1f\x7f\x9b]/.test(text);

/** The spans of one line. Styles begin anew with each line, as a line is shown without the ones before it. */
export function parseAnsi(text: string): readonly AnsiSpan[] {
  if (!hasControl(text)) return text ? [{ text }] : [];
  const spans: AnsiSpan[] = [];
  let style: Style = {};
  let from = 0;
  const push = (to: number) => {
    if (to > from) spans.push({ text: text.slice(from, to), ...style });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  push(text.length);
  return spans;
}

function applySgr(before: Style, parameters: string): Style {
  let style: Style = { ...before };
  const codes = parameters.split(/[;:]/).map((one) => (one === '' ? 0 : Number(one)));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 9) style.strike = true;
    else if (code === 22) {
      delete style.bold;
      delete style.dim;
    } else if (code === 23) delete style.italic;
    else if (code === 24) delete style.underline;
    else if (code === 27) delete style.inverse;
    else if (code === 29) delete style.strike;
    else if (code === 39) delete style.foreground;
    else if (code === 49) delete style.background;
    else if (code >= 30 && code <= 37) style.foreground = code - 30;
    else if (code >= 90 && code <= 97) style.foreground = code - 90 + 8;
    else if (code >= 40 && code <= 47) style.background = code - 40;
    else if (code >= 100 && code <= 107) style.background = code - 100 + 8;
    else if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes.slice(i + 1));
      i += used;
      if (colour !== null) style[code === 38 ? 'foreground' : 'background'] = colour;
    }
  }
  return style;
}

/** The colour after 38 or 48 and how many codes it took. */
function extendedColour(codes: readonly number[]): [number | string | null, number] {
  const [mode, a = 0, b = 0, c = 0] = codes;
  if (mode === 5) return [paletteColour(a), 2];
  if (mode === 2) return [`rgb(${byte(a)} ${byte(b)} ${byte(c)})`, 4];
  return [null, codes.length];
}

const byte = (value: number) => Math.max(0, Math.min(255, Math.trunc(value) || 0));

/** xterm's 256 colours: 16 named, a cube of 6×6×6, 24 greys. */
function paletteColour(index: number): number | string | null {
  if (!(index >= 0 && index <= 255)) return null;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const cube = index - 16;
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}
