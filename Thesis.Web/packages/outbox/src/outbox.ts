import { ApiError, isRefusal } from '@thesis/api';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Something that the user did and the server does not know yet. */
export interface Action {
  readonly id: number;
  /** The Idempotency-Key: however often it is sent, it has one effect. */
  readonly key: string;
  /** Whose it is; nobody else's session sends it. */
  readonly owner: string;
  readonly kind: string;
  /** What it belongs to, such as an order's id: once one is refused, later ones of the same wait. */
  readonly subject: string;
  /** What it is called on the screen. */
  readonly title: string;
  readonly body: unknown;
  /** When it was done, in Unix ms. */
  readonly at: number;
  /** `held`: waits for the user's word, because an earlier one of the same subject was refused. */
  readonly state: 'waiting' | 'refused' | 'held';
  /** What the server said when it refused. */
  readonly refusal?: string;
}

export type NewAction = Pick<Action, 'kind' | 'subject' | 'title' | 'body'>;

/** Carries an action out; throws what @thesis/api throws. */
export type Send = (action: Action) => Promise<void>;

interface Schema extends DBSchema {
  actions: { key: number; value: Omit<Action, 'id'> & { id?: number } };
}

const AGAIN_MS = [2000, 5000, 15_000, 60_000];

const open = (name: string): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(name, 1, { upgrade: (database) => void database.createObjectStore('actions', { keyPath: 'id', autoIncrement: true }) });

/**
 * What the user did, kept on the device until the server has it, and sent in the order in which it was done. One window sends
 * at a time, and all windows show the same. What the server refuses is kept with its words until the user decides.
 */
export class Outbox {
  readonly #name: string;
  readonly #owner: string;
  readonly #send: Send;
  readonly #database: Promise<IDBPDatabase<Schema>>;
  readonly #others: BroadcastChannel;
  readonly #listeners = new Set<() => void>();
  #actions: readonly Action[] = [];
  #failures = 0;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param name Names the outbox on the device, e.g. "thesis.outbox". */
  constructor(name: string, owner: string, send: Send) {
    this.#name = name;
    this.#owner = owner;
    this.#send = send;
    this.#database = open(name);
    this.#others = new BroadcastChannel(name);
    this.#others.onmessage = () => void this.#reload();
    addEventListener('online', this.#now);
    document.addEventListener('visibilitychange', this.#now);
    void this.#reload().then(() => this.sync());
  }

  /** The actions that the server does not have, oldest first. */
  readonly get = (): readonly Action[] => this.#actions;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Keeps an action and sends it as soon as it can be sent. */
  async add(action: NewAction): Promise<void> {
    const held = this.#actions.some((other) => other.subject === action.subject && other.state !== 'waiting');
    await (await this.#database).add('actions', { ...action, owner: this.#owner, key: crypto.randomUUID(), at: Date.now(), state: held ? 'held' : 'waiting' });
    await this.#changed();
    void this.sync();
  }

  /** Sends an action, and what was held because of it, once more: a refused one as a new request. */
  async retry({ id, subject }: Action): Promise<void> {
    const database = await this.#database;
    for (const action of this.#actions) {
      if (action.subject !== subject || action.id < id) continue;
      await database.put('actions', { ...action, state: 'waiting', ...(action.state === 'refused' ? { key: crypto.randomUUID(), refusal: '' } : {}) });
    }
    await this.#changed();
    void this.sync();
  }

  /** Forgets an action; what was held because of it is sent. */
  async discard({ id, subject }: Action): Promise<void> {
    await (await this.#database).delete('actions', id);
    await this.#changed();
    const next = this.#actions.find((action) => action.subject === subject);
    if (next?.state === 'held') await this.retry(next);
  }

  /** Sends what waits, in order, until all is sent or the network is gone. */
  async sync(): Promise<void> {
    clearTimeout(this.#timer);
    await navigator.locks.request(this.#name, async () => {
      await this.#reload();
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#carryOut(next))) return this.#later();
        this.#failures = 0;
      }
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#closed = true;
    this.#others.close();
    removeEventListener('online', this.#now);
    document.removeEventListener('visibilitychange', this.#now);
    void this.#database.then((database) => database.close());
  }

  readonly #now = (): void => {
    if (document.visibilityState === 'visible' && this.#next()) void this.sync();
  };

  #next(): Action | undefined {
    return this.#actions.find((action) => action.state === 'waiting');
  }

  /** Whether there was an answer, be it a refusal. */
  async #carryOut(action: Action): Promise<boolean> {
    try {
      await this.#send(action);
    } catch (error) {
      if (!isRefusal(error)) return false;
      await this.#refuse(action, error);
      return true;
    }
    await (await this.#database).delete('actions', action.id);
    await this.#changed();
    return true;
  }

  async #refuse(action: Action, error: ApiError): Promise<void> {
    const database = await this.#database;
    const words = [error.message, ...Object.values(error.fields).flat()];
    await database.put('actions', { ...action, state: 'refused', refusal: [...new Set(words)].join(' ') });
    for (const later of this.#actions) {
      if (later.subject === action.subject && later.id > action.id) await database.put('actions', { ...later, state: 'held' });
    }
    await this.#changed();
  }

  #later(): void {
    this.#timer = setTimeout(() => void this.sync(), AGAIN_MS[Math.min(this.#failures++, AGAIN_MS.length - 1)]);
  }

  async #changed(): Promise<void> {
    await this.#reload();
    // What was under way when it was closed is sent to its end.
    if (!this.#closed) this.#others.postMessage('changed');
  }

  async #reload(): Promise<void> {
    const all = (await (await this.#database).getAll('actions')) as readonly Action[];
    this.#actions = all.filter((action) => action.owner === this.#owner);
    this.#listeners.forEach((listener) => listener());
  }
}
