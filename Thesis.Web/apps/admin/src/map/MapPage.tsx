import { RegionMap, RegionTable } from '@thesis/map';
import { useSearchParams } from '@thesis/portal';
import { EmptyState, Group, ListSkeleton, Notice, Screen, Stack } from '@thesis/ui';
import { NativeSelect, SegmentedControl } from '@thesis/ui/forms';
import { useText } from '../text.ts';
import { ItemCard } from './ItemCard.tsx';
import { nameOf, useRegion, useRegions } from './regions.ts';
import { useRegionItems } from './use-region-items.ts';

/** A region on the map or as a table; `?region=`, `?as=table` and `?chosen=` are its address. */
export default function MapPage() {
  const text = useText();
  const regions = useRegions();
  const [region, choose] = useRegion(regions.data);
  const choices = [...new Set([...(region ? [region] : []), ...(regions.data ?? [])])];
  return (
    <Screen
      title={text('map.title')}
      width={1600}
      actions={region && <NativeSelect aria-label={text('map.region')} value={region} data={choices.map((value) => ({ value, label: nameOf(value) }))} onChange={(event) => choose(event.currentTarget.value)} />}
    >
      {regions.isPending && <ListSkeleton label={text('loading')} />}
      {regions.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void regions.refetch() }} />}
      {regions.isSuccess && !region && <EmptyState title={text('map.noRegion')}>{text('map.noRegionRemedy')}</EmptyState>}
      {region && <Region key={region} region={region} />}
    </Screen>
  );
}

function Region({ region }: { readonly region: string }) {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const { items, routes, orders, pending, failed, again } = useRegionItems(region);
  const chosen = search.get('chosen');
  const item = items.find((one) => one.id === chosen);
  const asTable = search.get('as') === 'table';
  const put = (name: string, value: string | null) => setSearch((old) => {
    if (value === null) old.delete(name);
    else old.set(name, value);
    return old;
  });
  const onSelect = (id: string | null) => put('chosen', id);

  if (pending) return <ListSkeleton label={text('loading')} rows={1} height={420} />;
  if (failed) return <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: again }} />;
  if (items.length === 0) return <EmptyState title={text('map.empty', { region: nameOf(region) })}>{text('map.emptyRemedy')}</EmptyState>;
  return (
    <Stack>
      <Group>
        <SegmentedControl
          aria-label={text('map.view')}
          value={asTable ? 'table' : 'map'}
          data={[{ value: 'map', label: text('map.asMap') }, { value: 'table', label: text('map.asTable') }]}
          onChange={(as) => put('as', as === 'table' ? 'table' : null)}
        />
      </Group>
      {item && <ItemCard item={item} orders={orders} onClose={() => onSelect(null)} />}
      {asTable
        ? <RegionTable items={items} selected={chosen} onSelect={onSelect} />
        : <RegionMap items={items} routes={routes} selected={chosen} onSelect={onSelect} height="min(70vh, 720px)" />}
    </Stack>
  );
}
