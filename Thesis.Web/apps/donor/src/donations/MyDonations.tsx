import { useInfiniteQuery } from '@thesis/api';
import { listDonations } from '@thesis/calls';
import { Link, useSearchParams, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Button, EmptyState, ListSkeleton, Notice, Screen, Stack } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import { useText } from '../text.ts';
import { DonationCard } from './DonationCard.tsx';
import { STATUSES } from './status.ts';

const LIST = 'my-donations';
const PAGE = 25;

/** The donor's donations, newest first, live; `?status=` shows those of one state. */
export function MyDonations() {
  const text = useText();
  const user = useUser();
  const [search, setSearch] = useSearchParams();
  const status = search.get('status') ?? '';
  const donations = useInfiniteQuery({
    queryKey: [LIST, status],
    queryFn: async ({ pageParam }) =>
      (await listDonations({ query: { mine: true, pageSize: PAGE, ...(status ? { status } : {}), ...(pageParam ? { pageToken: pageParam } : {}) } })).data,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextPageToken,
  });
  useLiveRefresh(`user:${user.subject}`, [[LIST]]);
  const items = donations.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <Screen
      title={text('donations.title')}
      lead={text('donations.lead')}
      actions={<Button component={Link} href="/donor/post">{text('donations.post')}</Button>}
    >
      {(items.length > 0 || status !== '') && (
        <NativeSelect
          label={text('donations.filter')}
          value={status}
          maw={280}
          data={[{ value: '', label: text('donations.all') }, ...STATUSES.map((value) => ({ value, label: text(`status.${value}`) }))]}
          onChange={(event) => setSearch(event.currentTarget.value === '' ? {} : { status: event.currentTarget.value })}
        />
      )}
      {donations.isPending && <ListSkeleton label={text('loading')} />}
      {donations.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void donations.refetch() }} />}
      {donations.isSuccess && items.length === 0 && (
        <EmptyState
          title={text(status === '' ? 'donations.none' : 'donations.noneOfStatus')}
          action={<Button component={Link} href="/donor/post">{text('donations.post')}</Button>}
        >
          {status === '' && text('donations.noneRemedy')}
        </EmptyState>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.map((donation) => (
          <li key={donation.id}>
            <DonationCard donation={donation} />
          </li>
        ))}
      </Stack>
      {donations.hasNextPage && (
        <Button variant="default" loading={donations.isFetchingNextPage} onClick={() => void donations.fetchNextPage()}>
          {text('more')}
        </Button>
      )}
    </Screen>
  );
}
