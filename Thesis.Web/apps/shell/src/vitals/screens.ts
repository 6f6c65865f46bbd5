// Parts of addresses that are words, not the name of a thing, although they stand where ids do.
const WORDS: ReadonlySet<string> = new Set(['new']);
const PART = /^[a-z][a-z-]{0,29}$/;
const MOST_PARTS = 4;

/** A screen's address with ":id" for what names a thing, e.g. "/donor/donations/:id"; null for an address that no screen has. */
export function screenOf(path: string): string | null {
  const parts = path.split('/').filter((part) => part !== '');
  const named = parts.map((part, index) => (PART.test(part) && (index !== 2 || WORDS.has(part)) ? part : ':id'));
  return parts.length > MOST_PARTS || named[0] === ':id' ? null : `/${named.join('/')}`;
}

interface Entered {
  readonly screen: string | null;
  /** In ms since the page began. */
  readonly at: number;
}

/** Which screen was shown when. */
export class Screens {
  readonly #entered: Entered[] = [];

  enter(path: string, at = performance.now()): void {
    const screen = screenOf(path);
    if (this.#entered.at(-1)?.screen !== screen) this.#entered.push({ screen, at });
  }

  /** The screen shown at a time; before the first one, the first. */
  at(time: number): string | null {
    return (this.#entered.findLast(({ at }) => at <= time) ?? this.#entered[0])?.screen ?? null;
  }
}

/** The screens of this page. */
export const screens = new Screens();
