export { LiveContext, useLiveRefresh, useTopic, useTyping } from './hooks.ts';
export { Live } from './live.ts';
export type { ConnectionState, LiveMessage, TopicHandler } from './live-connection.ts';
export { Sequence } from './sequence.ts';
