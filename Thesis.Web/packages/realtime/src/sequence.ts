/** What a message's number says about the messages before it. */
export type Arrival = 'next' | 'seen' | 'gap';

/**
 * Follows the numbers of one topic. Messages that the state already holds are `seen`; a number that skips others is a
 * `gap`, after which the state must be read anew.
 */
export class Sequence {
  #last: number | undefined;

  /** The topic's number when the state was read. */
  startAfter(sequence: number): void {
    this.#last = sequence;
  }

  arrived(sequence: number): Arrival {
    if (this.#last === undefined || sequence === this.#last + 1) {
      this.#last = sequence;
      return 'next';
    }
    if (sequence <= this.#last) return 'seen';
    this.#last = sequence;
    return 'gap';
  }
}
