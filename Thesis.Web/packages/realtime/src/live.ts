import type { ConnectionState, LiveConnection, LiveMessage, TopicHandler, TypingListener } from './live-connection.ts';

/** The page's live connection, shared by every portal. SignalR is fetched when the first topic is asked for. */
export class Live {
  readonly #url: string;
  readonly #onState: (state: ConnectionState) => void;
  readonly #handlers = new Map<string, Set<TopicHandler>>();
  readonly #typing = new Set<TypingListener>();
  #connection: Promise<LiveConnection> | undefined;

  constructor(url: string, onState: (state: ConnectionState) => void) {
    this.#url = url;
    this.#onState = onState;
  }

  /** Listens to a topic until the returned function is called. Several listeners share one subscription. */
  listen(topic: string, handler: TopicHandler): () => void {
    const handlers = this.#handlers.get(topic) ?? new Set();
    handlers.add(handler);
    this.#handlers.set(topic, handlers);
    if (handlers.size === 1) {
      void this.#connected().then((connection) => connection.subscribe(topic, {
        onMessage: (message: LiveMessage) => handlers.forEach((each) => each.onMessage(message)),
        onResync: () => handlers.forEach((each) => each.onResync()),
        onRefused: (reason) => handlers.forEach((each) => each.onRefused?.(reason)),
        onPresent: (names) => handlers.forEach((each) => each.onPresent?.(names)),
      }));
    }
    if (handler.onPresent) void this.#connected().then((connection) => connection.attend(topic));
    return () => {
      handlers.delete(handler);
      if (handlers.size > 0 || this.#handlers.get(topic) !== handlers) return;
      this.#handlers.delete(topic);
      void this.#connected().then((connection) => connection.unsubscribe(topic));
    };
  }

  /** Hears who types in the user's conversations until the returned function is called. */
  listenTyping(listener: TypingListener): () => void {
    this.#typing.add(listener);
    return () => this.#typing.delete(listener);
  }

  /** Says that the user types in a conversation. */
  type(conversation: string): void {
    void this.#connected().then((connection) => connection.type(conversation));
  }

  async stop(): Promise<void> {
    await (await this.#connection)?.stop();
  }

  #connected(): Promise<LiveConnection> {
    this.#connection ??= import('./live-connection.ts').then(({ LiveConnection }) => {
      const connection = new LiveConnection(this.#url, this.#onState, (conversation, person) => this.#typing.forEach((each) => each(conversation, person)));
      void connection.start();
      return connection;
    });
    return this.#connection;
  }
}
