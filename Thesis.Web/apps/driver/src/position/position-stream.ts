import { isRefusal } from '@thesis/api';
import { addMyPositions } from '@thesis/calls';
import { distanceKm } from '@thesis/orders/distance';
import { openDB, type DBSchema } from 'idb';

export interface Fix {
  readonly latitude: number;
  readonly longitude: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly accuracyM: number;
}

export interface PositionState {
  readonly state: 'off' | 'asking' | 'on' | 'denied' | 'unavailable';
  readonly last: Fix | null;
}

interface Schema extends DBSchema {
  positions: { key: number; value: Fix & { readonly owner: string } };
}

const SEND_MS = 10_000;
const CLOSEST_MS = 4_000;
const CLOSEST_KM = 0.05;
const MOST_A_BATCH = 200;
const MOST_KEPT = 5_000;
// The server takes positions of the last 24 hours.
const OLDEST_MS = 23 * 3_600_000;
const LARGEST_ACCURACY_M = 10_000;

/**
 * The driver's positions while on shift: kept on the device, sent in batches, and sent later when there was no network. A phone
 * that slept stops watching without saying so; when the page is seen again the watch is begun anew.
 */
export class PositionStream {
  readonly #listeners = new Set<() => void>();
  readonly #database = openDB<Schema>('thesis.positions', 1, { upgrade: (database) => void database.createObjectStore('positions', { autoIncrement: true }) });
  #state: PositionState = { state: 'off', last: null };
  #owner: string | null = null;
  #watch: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly get = (): PositionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Watches for a driver, until stopped; again for the same one changes nothing. */
  start(owner: string): void {
    if (this.#owner === owner) return;
    if (this.#owner !== null) this.stop();
    this.#owner = owner;
    this.#begin();
    this.#timer = setInterval(() => void this.flush(), SEND_MS);
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
  }

  stop(): void {
    if (this.#owner === null) return;
    void this.flush();
    clearInterval(this.#timer);
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#end();
    this.#owner = null;
    this.#change({ state: 'off' });
  }

  /** Sends what is kept, oldest first. One window sends at a time. */
  async flush(): Promise<void> {
    const owner = this.#owner;
    if (owner === null || !navigator.onLine) return;
    await navigator.locks.request('thesis.positions', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      while (await this.#sendBatch(owner));
    });
  }

  readonly #wake = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.#end();
    this.#begin();
    void this.flush();
  };

  #begin(): void {
    if (!('geolocation' in navigator)) return this.#change({ state: 'unavailable' });
    if (this.#state.state !== 'on') this.#change({ state: 'asking' });
    this.#watch = navigator.geolocation.watchPosition(
      (position) => void this.#seen(position),
      (error) => {
        if (error.code === error.PERMISSION_DENIED) this.#change({ state: 'denied' });
        else if (!this.#state.last) this.#change({ state: 'unavailable' });
      },
      { enableHighAccuracy: true, maximumAge: 2_000, timeout: 60_000 },
    );
  }

  #end(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  async #seen({ coords, timestamp }: GeolocationPosition): Promise<void> {
    const owner = this.#owner;
    if (owner === null) return;
    const { last } = this.#state;
    if (last && this.#state.state === 'on' && timestamp - Date.parse(last.time) < CLOSEST_MS && distanceKm(last, coords) < CLOSEST_KM) return;
    const fix: Fix = {
      latitude: coords.latitude, longitude: coords.longitude, time: new Date(timestamp).toISOString(), accuracyM: Math.min(Math.round(coords.accuracy), LARGEST_ACCURACY_M),
    };
    this.#change({ state: 'on', last: fix });
    const database = await this.#database;
    await database.add('positions', { ...fix, owner });
    if ((await database.count('positions')) > MOST_KEPT) {
      const oldest = (await database.getAllKeys('positions', null, 1))[0];
      if (oldest !== undefined) await database.delete('positions', oldest);
    }
    // The first is wanted at once: offers are looked for around it.
    if (!last) void this.flush();
  }

  /** Whether there may be more. */
  async #sendBatch(owner: string): Promise<boolean> {
    const database = await this.#database;
    const keys = await database.getAllKeys('positions', null, MOST_A_BATCH);
    const [first] = keys;
    const final = keys.at(-1);
    if (first === undefined || final === undefined) return false;
    const since = Date.now() - OLDEST_MS;
    const fixes = (await database.getAll('positions', IDBKeyRange.bound(first, final))).filter((fix) => fix.owner === owner && Date.parse(fix.time) > since);
    if (fixes.length > 0 && !(await this.#isTaken(fixes))) return false;
    await database.delete('positions', IDBKeyRange.bound(first, final));
    return keys.length === MOST_A_BATCH;
  }

  // What was sent twice is known by its time, so that a lost answer does no harm. What is refused is not worth keeping.
  async #isTaken(fixes: readonly Fix[]): Promise<boolean> {
    const positions = fixes.map(({ latitude, longitude, time, accuracyM }) => ({ latitude, longitude, time, accuracyM }));
    try {
      await addMyPositions({ body: { positions }, headers: { 'Idempotency-Key': crypto.randomUUID() } });
      return true;
    } catch (error) {
      return isRefusal(error);
    }
  }

  #change(part: Partial<PositionState>): void {
    this.#state = { ...this.#state, ...part };
    this.#listeners.forEach((listener) => listener());
  }
}

/** The page's one stream: it goes on while the driver looks at other screens. */
export const positions = new PositionStream();
