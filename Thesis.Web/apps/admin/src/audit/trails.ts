import {
  listAllocationAudit, listChatAudit, listDonationsAudit, listDonorsAudit, listDriversAudit, listIdentityAudit, listNgosAudit, listNotificationsAudit, listOrdersAudit, listRegionsAudit, listUsersAudit,
  type AuditResponse, type ListOrdersAuditData,
} from '@thesis/calls';

type Query = NonNullable<ListOrdersAuditData['query']>;

/** Each service keeps a trail of its own. */
export const TRAILS = {
  orders: (query: Query) => listOrdersAudit({ query }),
  donations: (query: Query) => listDonationsAudit({ query }),
  allocation: (query: Query) => listAllocationAudit({ query }),
  donors: (query: Query) => listDonorsAudit({ query }),
  ngos: (query: Query) => listNgosAudit({ query }),
  drivers: (query: Query) => listDriversAudit({ query }),
  identity: (query: Query) => listIdentityAudit({ query }),
  users: (query: Query) => listUsersAudit({ query }),
  regions: (query: Query) => listRegionsAudit({ query }),
  notifications: (query: Query) => listNotificationsAudit({ query }),
  chat: (query: Query) => listChatAudit({ query }),
} as const;

export type Trail = keyof typeof TRAILS;

export const TRAIL_NAMES = Object.keys(TRAILS) as readonly Trail[];

export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
  readonly entityId: string;
  readonly traceId: string;
  /** ISO 8601; empty for no bound. */
  readonly from: string;
  readonly until: string;
}

export interface AuditEntry extends AuditResponse {
  readonly trail: Trail;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Trails that could not be read. */
  readonly missing: readonly Trail[];
  /** Where the next page begins: only what is older than this, or of its millisecond. */
  readonly next: string | null;
}

const PAGE = 50;

/**
 * The newest entries of several trails as one list. A page is what all of them have at that time: the next one begins at its
 * last entry's time, so that nothing is left out where a trail is busier than the others. What `seen` holds is not given again.
 */
export async function readTrails(trails: readonly Trail[], filter: AuditFilter, before: string | null, seen: ReadonlySet<string>): Promise<AuditPage> {
  const given = Object.fromEntries(Object.entries({ ...filter, until: earlier(filter.until, before) }).filter(([, value]) => value !== ''));
  const answers = await Promise.allSettled(trails.map(async (trail) => (await TRAILS[trail]({ ...given, pageSize: PAGE })).data.items.map((entry) => ({ ...entry, trail }))));
  const refused = answers.find((answer) => answer.status === 'rejected');
  // A service that is away must not hide the others; what is wrong with the question is wrong with all.
  if (refused && answers.every((answer) => answer.status === 'rejected')) throw refused.reason as Error;
  return mergeTrails(trails, answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null)), seen);
}

const earlier = (a: string, b: string | null): string => (b === null ? a : a === '' || b < a ? b : a);

export function mergeTrails(trails: readonly Trail[], answers: readonly (readonly AuditEntry[] | null)[], seen: ReadonlySet<string>): AuditPage {
  const all = answers.flatMap((answer) => answer ?? []).sort((a, b) => b.time.localeCompare(a.time));
  const page = all.slice(0, PAGE);
  const last = page.at(-1);
  const isMore = all.length > PAGE || answers.some((answer) => answer?.length === PAGE);
  return {
    entries: page.filter(({ trail, id }) => !seen.has(`${trail}/${id}`)),
    missing: trails.filter((_, index) => answers[index] === null),
    next: isMore && last ? new Date(Date.parse(last.time) + 1).toISOString() : null,
  };
}
