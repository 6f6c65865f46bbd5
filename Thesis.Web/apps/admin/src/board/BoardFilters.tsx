import { useSearchParams } from '@thesis/portal';
import { Button, Group, useLocalStorage } from '@thesis/ui';
import { Checkbox, NativeSelect, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useText } from '../text.ts';
import { COLUMNS } from './columns.ts';
import type { BoardFilter } from './due.ts';

type Views = Readonly<Record<string, string>>;

/** What the board shows, kept in the address: a link to it shows the same. */
export function useBoardFilter(): [filter: BoardFilter, change: (part: Partial<BoardFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const driver = search.get('driver');
  const filter: BoardFilter = { words: search.get('q') ?? '', pressing: search.has('pressing'), driver: driver === 'with' || driver === 'without' ? driver : 'any', status: COLUMNS.find((one) => one === search.get('status')) ?? '' };
  return [filter, (part) => {
    const next = { ...filter, ...part };
    setSearch((old) => {
      const put = (name: string, value: string) => (value === '' ? old.delete(name) : old.set(name, value));
      put('q', next.words);
      put('pressing', next.pressing ? '1' : '');
      put('driver', next.driver === 'any' ? '' : next.driver);
      put('status', next.status);
      return old;
    }, { replace: true });
  }];
}

/** Search and filters of the board, and views of it that were kept on this device. */
export function BoardFilters() {
  const text = useText();
  const [filter, change] = useBoardFilter();
  return (
    <>
      <Group align="flex-end">
        <TextInput label={text('board.search')} type="search" value={filter.words} onChange={(event) => change({ words: event.currentTarget.value })} style={{ flex: '1 1 220px' }} />
        <NativeSelect
          label={text('board.driver')}
          value={filter.driver}
          data={(['any', 'with', 'without'] as const).map((value) => ({ value, label: text(`board.driver_${value}`) }))}
          onChange={(event) => change({ driver: event.currentTarget.value as BoardFilter['driver'] })}
        />
        <NativeSelect
          label={text('board.status')}
          value={filter.status}
          data={[{ value: '', label: text('board.anyStatus') }, ...COLUMNS.map((value) => ({ value, label: text(`status.${value}`) }))]}
          onChange={(event) => change({ status: event.currentTarget.value })}
        />
        <Checkbox label={text('board.pressing')} checked={filter.pressing} onChange={(event) => change({ pressing: event.currentTarget.checked })} mih={44} styles={{ body: { alignItems: 'center', minHeight: 44 } }} />
      </Group>
      <SavedViews />
    </>
  );
}

function SavedViews() {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const [views, setViews] = useLocalStorage<Views>({ key: 'thesis.board.views', defaultValue: {}, getInitialValueInEffect: false });
  const [name, setName] = useState<string | null>(null);
  const here = new URLSearchParams(search);
  here.delete('order');
  return (
    <Group gap="xs">
      {Object.entries(views).map(([view, saved]) => (
        <Button.Group key={view}>
          <Button variant={saved === String(here) ? 'filled' : 'default'} size="sm" mih={44} onClick={() => setSearch(new URLSearchParams(saved))}>
            {view}
          </Button>
          <Button variant="default" size="sm" mih={44} px="sm" aria-label={text('board.forget', { view })} onClick={() => setViews((old) => Object.fromEntries(Object.entries(old).filter(([other]) => other !== view)))}>
            ×
          </Button>
        </Button.Group>
      ))}
      {name === null ? (
        <Button variant="subtle" size="sm" mih={44} onClick={() => setName('')}>
          {text('board.save')}
        </Button>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') setViews((old) => ({ ...old, [name.trim()]: String(here) }));
            setName(null);
          }}
        >
          <Group gap="xs">
            <TextInput aria-label={text('board.viewName')} placeholder={text('board.viewName')} value={name} maxLength={40} autoFocus onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" variant="default">
              {text('save')}
            </Button>
          </Group>
        </form>
      )}
    </Group>
  );
}
