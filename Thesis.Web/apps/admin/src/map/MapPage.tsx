import { RegionMap, RegionTable } from '@thesis/map';
import { useSearchParams } from '@thesis/portal';
import { EmptyState, Group, ListSkeleton, Notice, Stack } from '@thesis/ui';
import { SegmentedControl } from '@thesis/ui/forms';
import { nameOf } from '../regions.ts';
import { RegionScreen } from '../RegionScreen.tsx';
import { useText } from '../text.ts';
import { ItemCard } from './ItemCard.tsx';
import { useRegionItems } from './use-region-items.ts';

/** A region on the map or as a table; `?region=`, `?as=table` and `?chosen=` are its address. */
export default function MapPage() {
  const text = useText();
  return <RegionScreen title={text('map.title')} width={1600}>{(region) => <Region key={region} region={region} />}</RegionScreen>;
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
        : <RegionMap items={items} routes={routes} selected={chosen} onSelect={onSelect} height="min(60vh, 720px)" />}
    </Stack>
  );
}
