import { Link, useFormats, useNow, useUser } from '@thesis/portal';
import { Box, Button, Card, EmptyState, Group, ListSkeleton, Notice, Screen, Stack, StatusBadge, Text, Title } from '@thesis/ui';
import { BackToOffice } from '../office/BackToOffice.tsx';
import { titleOf, useRegions } from '../regions.ts';
import { useText } from '../text.ts';
import type { RegionResponse } from '@thesis/calls';

/** The regions and what holds in each; administrators state and change them. */
export default function RegionList() {
  const text = useText();
  const regions = useRegions();
  const isAdmin = useUser().roles.includes('admin');
  return (
    <Screen title={text('regions.title')} lead={<BackToOffice />} width={900} actions={isAdmin && <Button component={Link} href="/admin/regions/new">{text('regions.new')}</Button>}>
      {regions.isPending && <ListSkeleton label={text('loading')} />}
      {regions.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void regions.refetch() }} />}
      {regions.isSuccess && regions.data.length === 0 && <EmptyState title={text('noRegion')}>{text('regions.noneRemedy')}</EmptyState>}
      <Stack gap="sm">
        {regions.data?.map((region) => <RegionCard key={region.region} region={region} isAdmin={isAdmin} />)}
      </Stack>
    </Screen>
  );
}

function RegionCard({ region, isAdmin }: { readonly region: RegionResponse; readonly isAdmin: boolean }) {
  const text = useText();
  const now = useNow(60_000);
  const there = useFormats(region.timeZone);
  const quiet = region.quietHours ? text('regions.quietFromTo', { from: region.quietHours.from ?? '', until: region.quietHours.until ?? '' }) : text('regions.quietNever');
  return (
    <Card>
      <Group justify="space-between" align="flex-start">
        <Box flex={1} miw={220}>
          <Group gap="xs">
            <Title order={2}>{titleOf(region)}</Title>
            {!region.confirmed && <StatusBadge tone="warn">{text('regions.assumed')}</StatusBadge>}
          </Group>
          <Text c="dimmed" size="sm">
            <code>{region.region}</code>
          </Text>
          <Text size="sm">{text('regions.zoneNow', { zone: region.timeZone.replaceAll('_', ' '), time: there.time(now) })}</Text>
          <Text size="sm">
            {[region.units, region.currency, region.language, quiet].join(' · ')}
          </Text>
          <Text size="sm">{text('regions.uses', { strategy: region.strategy ?? text('regions.usual') })}</Text>
        </Box>
        {isAdmin && (
          <Button component={Link} href={`/admin/regions/${region.region}`} variant="default">
            {text('regions.change')}
          </Button>
        )}
      </Group>
    </Card>
  );
}
