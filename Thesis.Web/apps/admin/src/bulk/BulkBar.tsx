import { Button, Group, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import type { BulkKind } from './run-bulk.ts';

interface BulkBarProps {
  readonly count: number;
  readonly onDo: (kind: BulkKind) => void;
  readonly onClear: () => void;
}

/** What can be done with the orders that are ticked. */
export function BulkBar({ count, onDo, onClear }: BulkBarProps) {
  const text = useText();
  return (
    <Group className="bulk-bar" role="region" aria-label={text('bulk.title')} gap="xs">
      <Text fw={700} role="status">{text('bulk.chosen', { count })}</Text>
      <Button onClick={() => onDo('assign')}>{text('bulk.assign')}</Button>
      <Button variant="default" color="red" onClick={() => onDo('cancel')}>{text('bulk.cancel')}</Button>
      <Button variant="subtle" onClick={onClear}>{text('bulk.clear')}</Button>
    </Group>
  );
}
