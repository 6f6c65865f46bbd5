import { Button, Card, Group, Notice, Text, Title } from '@thesis/ui';
import { useEffect, useState } from 'react';
import { useText } from '../text.ts';
import { isPushPossible, pushState, subscribe, unsubscribe, type PushState } from './push.ts';

/** Push messages on this device: asked for only after a click. */
export function PushSwitch() {
  const text = useText();
  const [state, setState] = useState<PushState>('off');
  const [failed, setFailed] = useState(false);
  useEffect(() => void pushState().then(setState), []);
  if (!isPushPossible()) return null;
  const turn = async () => {
    setFailed(false);
    try {
      setState(await (state === 'on' ? unsubscribe() : subscribe()));
    } catch {
      setFailed(true);
    }
  };
  return (
    <Card>
      <Group justify="space-between">
        <div>
          <Title order={2}>{text('notifications.push')}</Title>
          <Text c="dimmed">{text(state === 'denied' ? 'notifications.pushDenied' : 'notifications.pushHint')}</Text>
        </div>
        {state !== 'denied' && <Button variant="default" onClick={() => void turn()}>{text(state === 'on' ? 'notifications.pushOff' : 'notifications.pushOn')}</Button>}
      </Group>
      {failed && <Notice tone="bad">{text('notifications.pushFailed')}</Notice>}
    </Card>
  );
}
