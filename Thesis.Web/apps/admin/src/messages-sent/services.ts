import {
  listAllocationDeadLetters, listChatDeadLetters, listDonationsDeadLetters, listDonorsDeadLetters, listDriversDeadLetters, listIdentityDeadLetters, listNgosDeadLetters, listNotificationsDeadLetters,
  listOrdersDeadLetters, listRegionsDeadLetters, listUsersDeadLetters, replayAllocationDeadLetter, replayChatDeadLetter, replayDonationsDeadLetter, replayDonorsDeadLetter, replayDriversDeadLetter,
  replayIdentityDeadLetter, replayNgosDeadLetter, replayNotificationsDeadLetter, replayOrdersDeadLetter, replayRegionsDeadLetter, replayUsersDeadLetter,
} from '@thesis/calls';
import type { Trail } from '../audit/trails.ts';

interface Query {
  readonly pageSize: number;
  readonly pageToken?: string;
}

interface Replay {
  readonly path: { readonly id: string };
  readonly headers: { readonly 'Idempotency-Key': string };
}

/** Each service keeps what it could not handle. */
export const DEAD_LETTERS = {
  orders: { list: (query: Query) => listOrdersDeadLetters({ query }), replay: (call: Replay) => replayOrdersDeadLetter(call) },
  donations: { list: (query: Query) => listDonationsDeadLetters({ query }), replay: (call: Replay) => replayDonationsDeadLetter(call) },
  allocation: { list: (query: Query) => listAllocationDeadLetters({ query }), replay: (call: Replay) => replayAllocationDeadLetter(call) },
  donors: { list: (query: Query) => listDonorsDeadLetters({ query }), replay: (call: Replay) => replayDonorsDeadLetter(call) },
  ngos: { list: (query: Query) => listNgosDeadLetters({ query }), replay: (call: Replay) => replayNgosDeadLetter(call) },
  drivers: { list: (query: Query) => listDriversDeadLetters({ query }), replay: (call: Replay) => replayDriversDeadLetter(call) },
  identity: { list: (query: Query) => listIdentityDeadLetters({ query }), replay: (call: Replay) => replayIdentityDeadLetter(call) },
  users: { list: (query: Query) => listUsersDeadLetters({ query }), replay: (call: Replay) => replayUsersDeadLetter(call) },
  regions: { list: (query: Query) => listRegionsDeadLetters({ query }), replay: (call: Replay) => replayRegionsDeadLetter(call) },
  notifications: { list: (query: Query) => listNotificationsDeadLetters({ query }), replay: (call: Replay) => replayNotificationsDeadLetter(call) },
  chat: { list: (query: Query) => listChatDeadLetters({ query }), replay: (call: Replay) => replayChatDeadLetter(call) },
} as const satisfies Readonly<Record<Trail, unknown>>;
