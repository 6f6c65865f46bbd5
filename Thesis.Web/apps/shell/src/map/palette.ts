export type Colour = 'donor' | 'ngo' | 'driver' | 'urgent' | 'soon' | 'calm' | 'surface' | 'map-line';

/** The design system's colours for a canvas, which cannot read CSS variables; follows light and dark. */
export class Palette {
  readonly #element: HTMLElement;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #onChange: () => void;
  #known = new Map<Colour, string>();

  constructor(element: HTMLElement, onChange: () => void) {
    this.#element = element;
    this.#onChange = () => {
      this.#known.clear();
      onChange();
    };
    this.#dark.addEventListener('change', this.#onChange);
  }

  of(colour: Colour): string {
    const known = this.#known.get(colour);
    if (known) return known;
    const value = getComputedStyle(this.#element).getPropertyValue(`--${colour}`).trim();
    this.#known.set(colour, value);
    return value;
  }

  close(): void {
    this.#dark.removeEventListener('change', this.#onChange);
  }
}
