import { useQuery } from '@thesis/api';
import { listDonationsOptions, listDonationsQueryKey } from '@thesis/api/calls';
import { useFormats, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text } from '@thesis/ui';
import { useText } from '../text.ts';

const MINE = { query: { mine: true, pageSize: 50 } } as const;

/** The donor's donations, newest first, live. */
export function MyDonations() {
  const text = useText();
  const formats = useFormats();
  const user = useUser();
  const donations = useQuery(listDonationsOptions(MINE));
  useLiveRefresh(`user:${user.subject}`, [listDonationsQueryKey(MINE)]);
  return (
    <Screen title={text('donations.title')} lead={text('donations.lead')}>
      {donations.isPending && <ListSkeleton label={text('loading')} />}
      {donations.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void donations.refetch() }} />}
      {donations.data?.items.length === 0 && <EmptyState title={text('donations.none')}>{text('donations.noneRemedy')}</EmptyState>}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {donations.data?.items.map((donation) => (
          <li key={donation.id}>
            <Card>
              <Group justify="space-between">
                <div>
                  <Text fw={700}>{donation.title}</Text>
                  <Text size="sm" c="dimmed">
                    {formats.weight(donation.quantityKg)} · {donation.donorName} · {formats.span(donation.pickupFrom, donation.pickupUntil)}
                  </Text>
                </div>
                <StatusBadge tone={donation.status === 'open' ? 'info' : donation.status === 'completed' ? 'good' : 'plain'}>{donation.status}</StatusBadge>
              </Group>
            </Card>
          </li>
        ))}
      </Stack>
    </Screen>
  );
}
