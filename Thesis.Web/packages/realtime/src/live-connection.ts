import { HubConnectionBuilder, HttpTransportType, type HubConnection, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { tracer } from '@thesis/telemetry';
import { Sequence } from './sequence.ts';

/** A message of a topic, as the hub sends it. */
export interface LiveMessage<T = unknown> {
  readonly topic: string;
  /** The message's number in its topic; numbers follow each other. */
  readonly sequence: number;
  readonly type: string;
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly committedAt: string;
  /** The trace that caused it. */
  readonly traceparent?: string;
  readonly data: T;
}

/** Hears that a person (prs_…) types in a conversation (cnv_…). */
export type TypingListener = (conversation: string, person: string) => void;

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'closed';

export interface TopicHandler {
  onMessage(message: LiveMessage): void;
  /** Messages may have been missed: read the state anew. Also called once the topic is joined. */
  onResync(): void;
  /** The hub refused the topic, and why. */
  onRefused?(reason: string): void;
  /** Who looks at the topic, the user's own name included; asked for by being there: others see the user too. */
  onPresent?(names: readonly string[]): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

/** Doubling with full jitter, so that a restart of the hub is not met by everybody at once. */
export const reconnectDelayMs = (attempt: number, random = Math.random): number =>
  Math.round((0.25 + 0.75 * random()) * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10)));

/** The live connection of a page: joins topics, comes back by itself, and says when something may have been missed. */
export class LiveConnection {
  readonly #hub: HubConnection;
  readonly #topics = new Map<string, { handler: TopicHandler; sequence: Sequence; isJoined: boolean; isAttended: boolean }>();
  readonly #onState: (state: ConnectionState) => void;
  #stopped = false;

  constructor(url: string, onState: (state: ConnectionState) => void, onTyping: TypingListener) {
    this.#onState = onState;
    this.#hub = new HubConnectionBuilder()
      .withUrl(url, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (retry) => reconnectDelayMs(retry.previousRetryCount) })
      .configureLogging(LogLevel.Critical)
      .build();
    this.#hub.on('Event', (message: LiveMessage) => this.#deliver(message));
    this.#hub.on('Resync', (topic: string, sequence?: number) => this.#resync(topic, sequence));
    this.#hub.on('Present', (topic: string, names: readonly string[]) => this.#topics.get(topic)?.handler.onPresent?.(names));
    this.#hub.on('Typing', onTyping);
    this.#hub.onreconnecting(() => this.#onState('reconnecting'));
    this.#hub.onreconnected(() => void this.#joinAll());
    this.#hub.onclose(() => this.#onState('closed'));
  }

  /** Connects, however long it takes. */
  async start(): Promise<void> {
    this.#onState('connecting');
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        await this.#hub.start();
        await this.#joinAll();
        return;
      } catch {
        this.#onState('reconnecting');
        await new Promise((resolve) => setTimeout(resolve, reconnectDelayMs(attempt)));
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#hub.stop();
  }

  subscribe(topic: string, handler: TopicHandler): void {
    this.#topics.set(topic, { handler, sequence: new Sequence(), isJoined: false, isAttended: false });
    if (this.#hub.state === HubConnectionState.Connected) void this.#join(topic);
  }

  unsubscribe(topic: string): void {
    if (this.#topics.delete(topic) && this.#hub.state === HubConnectionState.Connected) {
      void this.#hub.invoke('Unsubscribe', topic).catch(() => undefined);
    }
  }

  /** Shows the user to the others at a topic that is subscribed to, and tells who they are whenever somebody comes or goes. */
  attend(topic: string): void {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    entry.isAttended = true;
    if (entry.isJoined) void this.#attend(topic);
  }

  async #attend(topic: string): Promise<void> {
    // Without it the board is the same but for the names.
    const names = await this.#hub.invoke<readonly string[]>('Attend', topic).catch(() => []);
    this.#topics.get(topic)?.handler.onPresent?.(names);
  }

  /** Says that the user types. Nobody waits for it: while the connection is away it is not said. */
  type(conversation: string): void {
    if (this.#hub.state === HubConnectionState.Connected) void this.#hub.send('Type', conversation).catch(() => undefined);
  }

  async #joinAll(): Promise<void> {
    this.#onState('live');
    this.#topics.forEach((entry) => (entry.isJoined = false));
    await Promise.all([...this.#topics.keys()].map((topic) => this.#join(topic)));
  }

  async #join(topic: string): Promise<void> {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    try {
      const { sequence } = await this.#hub.invoke<{ sequence: number }>('Subscribe', topic);
      entry.isJoined = true;
      entry.sequence.startAfter(sequence);
      entry.handler.onResync();
      if (entry.isAttended) void this.#attend(topic);
    } catch (error) {
      if (this.#hub.state === HubConnectionState.Connected) {
        entry.handler.onRefused?.(error instanceof Error ? error.message : String(error));
      }
    }
  }

  #deliver(message: LiveMessage): void {
    const entry = this.#topics.get(message.topic);
    if (!entry) return;
    const arrival = entry.sequence.arrived(message.sequence);
    if (arrival === 'seen') return;
    tracer.received(`receive ${message.type}`, message.traceparent, { topic: message.topic, 'event.committed_at': message.committedAt });
    entry.handler.onMessage(message);
    if (arrival === 'gap') entry.handler.onResync();
  }

  #resync(topic: string, sequence?: number): void {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    if (sequence !== undefined) entry.sequence.startAfter(sequence);
    entry.handler.onResync();
  }
}
