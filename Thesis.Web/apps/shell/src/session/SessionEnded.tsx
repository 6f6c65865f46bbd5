import { Button, Stack, Text, Title } from '@thesis/ui';
import { Modal } from '@thesis/ui/data';
import { useText } from '../text.ts';
import { signInBeside } from './sign-in.ts';

/** Over the page when the session has ended: signing in again happens beside it, so forms stay as they are. */
export default function SessionEnded() {
  const text = useText();
  return (
    <Modal.Root opened onClose={() => undefined} closeOnEscape={false} closeOnClickOutside={false} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={text('ended.title')}>
        <Modal.Body pt="md">
          <Stack>
            <Title order={2}>{text('ended.title')}</Title>
            <Text>{text('ended.body')}</Text>
            <Button onClick={signInBeside} data-autofocus>
              {text('ended.action')}
            </Button>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
