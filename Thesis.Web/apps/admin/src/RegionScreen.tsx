import { EmptyState, ListSkeleton, Notice, Screen } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import type { ReactNode } from 'react';
import { nameOf, titleOf, useRegion, useRegions } from './regions.ts';
import { useText } from './text.ts';

interface RegionScreenProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly width?: number;
  readonly actions?: ReactNode;
  readonly children: (region: string) => ReactNode;
}

/** A screen about one region, which `?region=` chooses. */
export function RegionScreen({ title, lead, width = 1400, actions, children }: RegionScreenProps) {
  const text = useText();
  const regions = useRegions();
  const [region, choose] = useRegion(regions.data);
  const known = (regions.data ?? []).map((one) => ({ value: one.region, label: titleOf(one) }));
  const choices = region && !known.some(({ value }) => value === region) ? [{ value: region, label: nameOf(region) }, ...known] : known;
  return (
    <Screen
      title={title}
      lead={lead}
      width={width}
      actions={
        <>
          {actions}
          {region && <NativeSelect aria-label={text('region')} value={region} data={choices} onChange={(event) => choose(event.currentTarget.value)} />}
        </>
      }
    >
      {regions.isPending && <ListSkeleton label={text('loading')} />}
      {regions.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void regions.refetch() }} />}
      {regions.isSuccess && !region && <EmptyState title={text('noRegion')}>{text('noRegionRemedy')}</EmptyState>}
      {region && children(region)}
    </Screen>
  );
}
