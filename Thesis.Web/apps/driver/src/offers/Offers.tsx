import { ApiError, useCommand, useQuery } from '@thesis/api';
import { getMyDriverOptions, getMyDriverQueryKey, listMyOffersOptions, listMyOffersQueryKey, setMyShift } from '@thesis/calls';
import { useFormats, useUser } from '@thesis/portal';
import { useLiveRefresh } from '@thesis/realtime';
import { Card, EmptyState, ListSkeleton, Notice, Screen, Stack, Text } from '@thesis/ui';
import { Switch } from '@thesis/ui/forms';
import { useText } from '../text.ts';

/** The shift, and what could be driven now. */
export function Offers() {
  const text = useText();
  const formats = useFormats();
  const user = useUser();
  const driver = useQuery(getMyDriverOptions());
  const onShift = driver.data?.onShift ?? false;
  const offers = useQuery({ ...listMyOffersOptions(), enabled: onShift });
  useLiveRefresh(`user:${user.subject}`, [listMyOffersQueryKey()]);
  const shift = useCommand({
    name: 'shift',
    send: async (on: boolean, key) => (await setMyShift({ body: { onShift: on }, headers: { 'Idempotency-Key': key } })).data,
    refreshes: [getMyDriverQueryKey(), listMyOffersQueryKey()],
  });
  const unregistered = (driver.error as unknown) instanceof ApiError && (driver.error as unknown as ApiError).status === 404;
  return (
    <Screen title={text('offers.title')} width={640}>
      {driver.isPending && <ListSkeleton label={text('loading')} />}
      {unregistered && <EmptyState title={text('offers.unregistered')}>{text('offers.unregisteredRemedy')}</EmptyState>}
      {driver.isError && !unregistered && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void driver.refetch() }} />}
      {driver.data && (
        <Card>
          <Switch size="lg" label={text('offers.onShift')} checked={onShift} disabled={shift.busy} onChange={(event) => shift.run(event.currentTarget.checked)} />
        </Card>
      )}
      {offers.data?.length === 0 && <EmptyState title={text('offers.none')}>{text('offers.noneRemedy')}</EmptyState>}
      <Stack gap="sm">
        {offers.data?.map((offer) => (
          <Card key={offer.id}>
            <Text fw={700}>
              {formats.weight(offer.quantityKg)} {offer.title}
            </Text>
            <Text size="sm" c="dimmed">
              {offer.donorName} → {offer.ngoName} · {formats.number(offer.km)} km · {formats.span(offer.pickupFrom, offer.pickupUntil)}
            </Text>
          </Card>
        ))}
      </Stack>
    </Screen>
  );
}
