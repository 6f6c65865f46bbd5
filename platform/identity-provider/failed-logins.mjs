// Slows down guessing: after `limit` failures within `windowMs` an account is locked until the window has passed.
// Bounded: the oldest entry leaves when `capacity` accounts are remembered.

export class FailedLogins {
  #failures = new Map();

  constructor({ limit = 10, windowMs = 5 * 60_000, capacity = 10_000, now = Date.now } = {}) {
    Object.assign(this, { limit, windowMs, capacity, now });
  }

  /** Milliseconds until the login may be tried again; 0 when it may be tried now. */
  lockedForMs(login) {
    const entry = this.#failures.get(login);
    if (!entry || entry.count < this.limit) return 0;
    const rest = entry.since + this.windowMs - this.now();
    if (rest > 0) return rest;
    this.#failures.delete(login);
    return 0;
  }

  failed(login) {
    const entry = this.#failures.get(login);
    if (entry && entry.since + this.windowMs > this.now()) {
      entry.count++;
      return;
    }
    if (this.#failures.size >= this.capacity) this.#failures.delete(this.#failures.keys().next().value);
    this.#failures.set(login, { count: 1, since: this.now() });
  }

  succeeded(login) {
    this.#failures.delete(login);
  }
}
