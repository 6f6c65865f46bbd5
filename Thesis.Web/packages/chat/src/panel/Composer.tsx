import { Button, Group, Stack, Text, toast } from '@thesis/ui';
import { ActionIcon } from '@thesis/ui/data';
import { Textarea } from '@thesis/ui/forms';
import IconMapPin from '@tabler/icons-react/icons/IconMapPin';
import { useState } from 'react';
import type { Quick } from '../message.ts';
import type { Unsent } from '../send-queue.ts';
import { useChatText } from '../text.ts';

const MOST_CHARACTERS = 2000;
const LOCATE_MS = 10_000;
const TOUCH = '(pointer: coarse)';

const OFFERED: Readonly<Record<string, readonly Quick[]>> = {
  driver: ['on_my_way', 'late_5', 'late_15', 'at_door', 'which_door', 'nobody_here'],
  donor: ['ready', 'late_5', 'nobody_here', 'thanks'],
  ngo: ['ready', 'late_5', 'late_15', 'thanks'],
};

/** Characters as people count them. */
const countOf = (text: string): number => [...new Intl.Segmenter().segment(text)].length;

interface ComposerProps {
  /** As what the user takes part. */
  readonly part: string;
  readonly onSend: (message: Unsent) => void;
  readonly onType: () => void;
}

/** Where one writes: a text, a quick reply, or where one is. */
export function Composer({ part, onSend, onType }: ComposerProps) {
  const text = useChatText();
  const [draft, setDraft] = useState('');
  const written = draft.trim();
  const isTooLong = countOf(written) > MOST_CHARACTERS;
  const send = () => {
    if (written === '' || isTooLong) return;
    onSend({ text: written });
    setDraft('');
  };
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => onSend({ location: { latitude, longitude } }),
      () => void toast(text('composer.locationFailed'), 'bad'),
      { enableHighAccuracy: true, timeout: LOCATE_MS },
    );
  return (
    <Stack gap="xs">
      {OFFERED[part] && (
        <div className="chat-quick" role="group" aria-label={text('composer.quick')}>
          {OFFERED[part].map((quick) => (
            <Button key={quick} variant="default" size="sm" mih={44} radius="xl" onClick={() => onSend({ quick })}>
              {text(`quick.${quick}`)}
            </Button>
          ))}
        </div>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Group gap="xs" wrap="nowrap" align="flex-end">
          <Textarea
            flex={1} autosize minRows={1} maxRows={6} aria-label={text('composer.label')} placeholder={text('composer.label')} value={draft}
            error={isTooLong && text('composer.tooLong', { most: MOST_CHARACTERS })}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
              onType();
            }}
            onKeyDown={(event) => {
              // With a keyboard Enter sends; on a phone it begins a line.
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || matchMedia(TOUCH).matches) return;
              event.preventDefault();
              send();
            }}
          />
          {'geolocation' in navigator && (
            <ActionIcon variant="default" aria-label={text('composer.location')} onClick={locate}>
              <IconMapPin size={20} aria-hidden />
            </ActionIcon>
          )}
          <Button type="submit" style={{ flex: 'none' }} disabled={written === '' || isTooLong}>{text('composer.send')}</Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed">{text('composer.masked')}</Text>
    </Stack>
  );
}
