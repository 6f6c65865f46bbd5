import type { DriverOrderResponse } from '@thesis/calls';
import { Button, Card, Group, Stack, Text, Title, toast } from '@thesis/ui';
import { Checkbox, TextInput } from '@thesis/ui/forms';
import { useState } from 'react';
import type { Bodies } from '../queue/driver-actions.ts';
import { useOutbox } from '../queue/OutboxProvider.tsx';
import { useText } from '../text.ts';

const COVER = ['vehicle', 'late', 'ill'] as const;
const AT_THE_DOOR = ['refused', 'closed', 'unfit', 'vehicle'] as const;

interface GiveUpProps {
  readonly order: DriverOrderResponse;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** What is wrong, in one tap or in the driver's own words: given back to other drivers, or ended because nobody can do it. */
export function GiveUp({ order, onDone, onCancel }: GiveUpProps) {
  const text = useText();
  const { act } = useOutbox();
  const [own, setOwn] = useState('');
  const [back, setBack] = useState(false);
  const carried = order.status === 'picked_up';
  const say = <K extends 'fail' | 'release' | 'notThere'>(kind: K, body: Bodies[K]) => {
    act(kind, order.id, order.title, body);
    void toast(text('giveUp.done'));
    onDone();
  };
  const fail = (reason: string, rest: Bodies['fail']['rest']) => say('fail', { reason, ...(rest ? { rest } : {}) });
  const failCarried = (reason: string) => fail(reason, back ? 'still_there' : 'gone');
  return (
    <Card label={text('giveUp.title')}>
      <Stack>
        <Title order={2}>{text('giveUp.title')}</Title>
        {carried ? (
          <>
            <Text size="sm">{text('giveUp.carried')}</Text>
            <Checkbox size="md" label={text('giveUp.back')} checked={back} onChange={(event) => setBack(event.currentTarget.checked)} styles={{ body: { alignItems: 'center', minHeight: 48 } }} />
            <Choices names={AT_THE_DOOR} onChoose={failCarried} />
          </>
        ) : (
          <>
            <Heading title={text('giveUp.cover')} hint={text('giveUp.coverHint')} />
            <Choices names={COVER} onChoose={(reason) => say('release', { reason })} />
            <Heading title={text('giveUp.nobodyCan')} hint={text('giveUp.nobodyCanHint')} />
            <Group gap="xs">
              <Button variant="default" onClick={() => say('notThere', { reason: text('giveUp.notThere') })}>{text('giveUp.notThere')}</Button>
              <Button variant="default" onClick={() => fail(text('giveUp.nobody'), 'still_there')}>{text('giveUp.nobody')}</Button>
              <Button variant="default" onClick={() => fail(text('giveUp.unfit'), 'gone')}>{text('giveUp.unfit')}</Button>
            </Group>
          </>
        )}
        <TextInput label={text('giveUp.own')} value={own} maxLength={500} onChange={(event) => setOwn(event.currentTarget.value)} />
        <Group>
          <Button color="red" disabled={own.trim() === ''} onClick={() => (carried ? failCarried(own.trim()) : say('release', { reason: own.trim() }))}>
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

const Heading = ({ title, hint }: { readonly title: string; readonly hint: string }) => (
  <div>
    <Title order={3}>{title}</Title>
    <Text size="sm" c="dimmed">{hint}</Text>
  </div>
);

function Choices({ names, onChoose }: { readonly names: readonly ((typeof COVER)[number] | (typeof AT_THE_DOOR)[number])[]; readonly onChoose: (reason: string) => void }) {
  const text = useText();
  return (
    <Group gap="xs">
      {names.map((name) => (
        <Button key={name} variant="default" onClick={() => onChoose(text(`giveUp.${name}`))}>
          {text(`giveUp.${name}`)}
        </Button>
      ))}
    </Group>
  );
}
