import type { QueryKey } from '@thesis/api';
import { getDonationQueryKey, listDonationsQueryKey, listOrdersQueryKey } from '@thesis/calls';

/** The newest donations of the user, as the first screen reads them. */
export const MINE = { query: { mine: true, pageSize: 50 } } as const;

/** The reads that a change of a donation makes stale. Keys match by their beginning: every list of donations is one of these. */
export function donationsChanged(id?: string): readonly QueryKey[] {
  const any = (key: readonly [{ readonly _id: string }]) => [{ _id: key[0]._id }];
  return [
    ['my-donations'],
    any(listDonationsQueryKey()),
    any(listOrdersQueryKey()),
    ...(id ? [getDonationQueryKey({ path: { id } })] : []),
  ];
}
