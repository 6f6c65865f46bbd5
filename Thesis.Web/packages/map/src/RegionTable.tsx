import { Button, Stack, Text } from '@thesis/ui';
import { Table } from '@thesis/ui/data';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import type { MapItem } from './items.ts';
import { useMapText } from './text.ts';

export interface RegionTableProps {
  readonly items: readonly MapItem[];
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

const STEP = 50;
const ORDER: Readonly<Record<string, number>> = { urgent: 0, soon: 1, calm: 2, driver: 3, ngo: 4, donor: 5 };
const rankOf = (item: MapItem): number => ORDER[item.urgency ?? item.kind] ?? 9;

/** What the map shows, as a table: searchable, the urgent first; choosing a row chooses the point. */
export function RegionTable({ items, selected, onSelect }: RegionTableProps) {
  const text = useMapText();
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(STEP);
  const found = items
    .filter((item) => `${item.name} ${item.detail ?? ''}`.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()))
    .sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));
  return (
    <Stack gap="sm">
      <TextInput label={text('search')} type="search" value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
      <Text size="sm" c="dimmed" role="status">
        {text('found', { count: found.length })}
      </Text>
      <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text('table') } }}>
        <Table striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('name')}</Table.Th>
              <Table.Th>{text('what')}</Table.Th>
              <Table.Th>{text('detail')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.slice(0, most).map((item) => (
              <Table.Tr key={item.id} aria-selected={item.id === selected}>
                <Table.Td>
                  <Button variant="subtle" size="compact-md" mih={32} onClick={() => onSelect(item.id === selected ? null : item.id)} aria-pressed={item.id === selected}>
                    {item.name}
                  </Button>
                </Table.Td>
                <Table.Td>{text(`kind.${item.urgency ?? (item.kind === 'donation' ? 'calm' : item.kind)}`)}</Table.Td>
                <Table.Td>{item.detail}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {found.length > most && (
        <Button variant="default" onClick={() => setMost(most + STEP)}>
          {text('more')}
        </Button>
      )}
    </Stack>
  );
}
