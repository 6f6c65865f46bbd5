import { describe, expect, test } from 'vitest';
import { contrast, readableOn, rgbOf } from '../src/console/ansi-colours.ts';
import { parseAnsi, stripAnsi } from '../src/console/ansi.ts';

describe('ANSI escape sequences', () => {
  test('plain text is one span', () => expect(parseAnsi('ready in 12 ms')).toEqual([{ text: 'ready in 12 ms' }]));

  test('an empty line has no spans', () => expect(parseAnsi('')).toEqual([]));

  test('a colour lasts until it is reset', () =>
    expect(parseAnsi('\x1b[32minfo\x1b[0m: up')).toEqual([{ text: 'info', foreground: 2 }, { text: ': up' }]));

  test('several codes in one sequence add up', () =>
    expect(parseAnsi('\x1b[1;4;31;47mx')).toEqual([{ text: 'x', bold: true, underline: true, foreground: 1, background: 7 }]));

  test('bright colours are the upper eight', () => expect(parseAnsi('\x1b[91;100mx')).toEqual([{ text: 'x', foreground: 9, background: 8 }]));

  test('a code turns off only its own style', () =>
    expect(parseAnsi('\x1b[1;3;33ma\x1b[22mb\x1b[39mc')).toEqual([
      { text: 'a', bold: true, italic: true, foreground: 3 },
      { text: 'b', italic: true, foreground: 3 },
      { text: 'c', italic: true },
    ]));

  test('an empty parameter resets', () => expect(parseAnsi('\x1b[31ma\x1b[mb')).toEqual([{ text: 'a', foreground: 1 }, { text: 'b' }]));

  test('256 colours: named, cube and greys', () =>
    expect(parseAnsi('\x1b[38;5;9ma\x1b[38;5;208mb\x1b[48;5;244mc')).toEqual([
      { text: 'a', foreground: 9 },
      { text: 'b', foreground: 'rgb(255 135 0)' },
      { text: 'c', foreground: 'rgb(255 135 0)', background: 'rgb(128 128 128)' },
    ]));

  test('true colour, with values that are no bytes brought into range', () => expect(parseAnsi('\x1b[38;2;10;300;30mx')).toEqual([{ text: 'x', foreground: 'rgb(10 255 30)' }]));

  test('codes after an extended colour still count', () => expect(parseAnsi('\x1b[38;5;1;1mx')).toEqual([{ text: 'x', foreground: 1, bold: true }]));

  test('what moves the cursor, sets titles or links disappears', () =>
    expect(stripAnsi('\x1b]0;title\x07\x1b[2K\x1b[1Ga\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\\x1b(Bc\rd')).toBe('abcd'));

  test('a sequence that is cut off does not show', () => expect(stripAnsi('text\x1b[38;5')).toBe('text'));

  test('tabs stay', () => expect(stripAnsi('a\tb')).toBe('a\tb'));

  test('the text of all spans is the stripped text', () => {
    const line = '\x1b[31mfail\x1b[0m: \x1b[1mOrders\x1b[22m[14] \x1b[38;5;208mx\x1b[K';
    expect(parseAnsi(line).map((span) => span.text).join('')).toBe(stripAnsi(line));
  });
});

describe('colours on coloured grounds', () => {
  test('black on white is 21 to 1', () => expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21));

  test('every named colour can be read on every named ground', () => {
    for (let ground = 0; ground < 16; ground++)
      for (let front = 0; front < 16; front++) expect(contrast(rgbOf(ground), readableOn(rgbOf(ground), rgbOf(front)))).toBeGreaterThanOrEqual(4.5);
  });

  test('a colour that can be read is kept', () => expect(readableOn([0, 0, 0], [0, 205, 0])).toEqual([0, 205, 0]));
});
