import {
  listAllocationDeadLetters, listDonationsDeadLetters, listDonorsDeadLetters, listDriversDeadLetters, listIdentityDeadLetters, listNgosDeadLetters, listNotificationsDeadLetters,
  listOrdersDeadLetters, listRegionsDeadLetters, listUsersDeadLetters, replayAllocationDeadLetter, replayDonationsDeadLetter, replayDonorsDeadLetter, replayDriversDeadLetter,
  replayIdentityDeadLetter, replayNgosDeadLetter, replayNotificationsDeadLetter, replayOrdersDeadLetter, replayRegionsDeadLetter, replayUsersDeadLetter,
} from '@thesis/calls';
import type { Trail } from '../audit/trails.ts';

/** Each service keeps what it could not handle. */
export const DEAD_LETTERS = {
  orders: [listOrdersDeadLetters, replayOrdersDeadLetter], donations: [listDonationsDeadLetters, replayDonationsDeadLetter], allocation: [listAllocationDeadLetters, replayAllocationDeadLetter],
  donors: [listDonorsDeadLetters, replayDonorsDeadLetter], ngos: [listNgosDeadLetters, replayNgosDeadLetter], drivers: [listDriversDeadLetters, replayDriversDeadLetter],
  identity: [listIdentityDeadLetters, replayIdentityDeadLetter], users: [listUsersDeadLetters, replayUsersDeadLetter], regions: [listRegionsDeadLetters, replayRegionsDeadLetter],
  notifications: [listNotificationsDeadLetters, replayNotificationsDeadLetter],
} as const satisfies Readonly<Record<Trail, unknown>>;
