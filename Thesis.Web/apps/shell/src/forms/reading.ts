import type { FieldErrors } from '@thesis/api';

/** A number as people type it, with a point or a comma; NaN for anything else. */
export const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text.replace(',', '.')));

/** Collects what must be put right, by field. */
export class Faults {
  readonly #found: Record<string, string[]> = {};

  /** Notes the remedy of a field unless it is right. */
  require(field: string, holds: boolean, remedy: string): void {
    if (!holds) this.#found[field] = [remedy];
  }

  /** What was noted; undefined when all is right. */
  get errors(): FieldErrors | undefined {
    return Object.keys(this.#found).length > 0 ? this.#found : undefined;
  }
}
