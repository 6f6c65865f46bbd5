import type { NgoResponse } from '@thesis/calls';
import { AddPlace } from '@thesis/places';
import { EmptyState, ListSkeleton, Notice } from '@thesis/ui';
import { NativeSelect } from '@thesis/ui/forms';
import type { useOurs } from './our-organisations.ts';
import { useText } from './text.ts';

interface ChooseOursProps {
  readonly ours: ReturnType<typeof useOurs>;
  readonly chosen: NgoResponse | undefined;
  readonly onChoose: (id: string) => void;
}

/** Which of the user's charities a screen is about; what to do while there is none. */
export function ChooseOurs({ ours, chosen, onChoose }: ChooseOursProps) {
  const text = useText();
  return (
    <>
      {ours.isPending && <ListSkeleton label={text('loading')} />}
      {ours.isError && <Notice tone="bad" title={text('unread')} retry={{ label: text('retry'), onRetry: () => void ours.refetch() }} />}
      {ours.data?.length === 0 && <EmptyState title={text('intake.none')} action={<AddPlace href="/ngo/place" />}>{text('intake.noneRemedy')}</EmptyState>}
      {ours.data && ours.data.length > 1 && (
        <NativeSelect label={text('intake.which')} maw={420} value={chosen?.id ?? ''} data={ours.data.map((ngo) => ({ value: ngo.id, label: ngo.name }))} onChange={(event) => onChoose(event.currentTarget.value)} />
      )}
    </>
  );
}
