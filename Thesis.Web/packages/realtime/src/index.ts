export { LiveConnection, type ConnectionState, type LiveMessage, type TopicHandler } from './live-connection.ts';
export { Sequence } from './sequence.ts';
