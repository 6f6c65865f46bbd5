import type { DriverOrderView } from '@thesis/calls';
import { Button, Card, Group, Stack, Text, Title, toast } from '@thesis/ui';
import { TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import { useOutbox } from '../queue/OutboxProvider.tsx';
import { useText } from '../text.ts';

const BEFORE = ['nobody', 'closed', 'unfit', 'vehicle'] as const;
const AFTER = ['refused', 'closed', 'unfit', 'vehicle'] as const;

interface GiveUpProps {
  readonly order: DriverOrderView;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Why an order cannot be carried out, in one tap or in the driver's own words. */
export function GiveUp({ order, onDone, onCancel }: GiveUpProps) {
  const text = useText();
  const { act } = useOutbox();
  const [own, setOwn] = useState('');
  const give = (reason: string) => {
    act('fail', order.id, order.title, { reason });
    void toast(text('giveUp.done'));
    onDone();
  };
  return (
    <Card label={text('giveUp.title')}>
      <Stack>
        <Title order={2}>{text('giveUp.title')}</Title>
        <Text size="sm">{text(order.status === 'picked_up' ? 'giveUp.carried' : 'giveUp.before')}</Text>
        <Group gap="xs">
          {(order.status === 'picked_up' ? AFTER : BEFORE).map((reason) => (
            <Button key={reason} variant="default" onClick={() => give(text(`giveUp.${reason}`))}>
              {text(`giveUp.${reason}`)}
            </Button>
          ))}
        </Group>
        <TextInput label={text('giveUp.own')} value={own} maxLength={500} onChange={(event) => setOwn(event.currentTarget.value)} />
        <Group>
          <Button color="red" disabled={own.trim() === ''} onClick={() => give(own.trim())}>
            {text('giveUp.send')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {text('giveUp.keep')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
