import { Button, Stack, Text } from '@thesis/ui';
import { Modal } from '@thesis/ui/data';
import { useText } from '../text.ts';
import { signInBeside } from './sign-in.ts';

/** Over the page when the session has ended: signing in again happens beside it, so forms stay as they are. */
export default function SessionEnded() {
  const text = useText();
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={text('ended.title')} centered>
      <Stack>
        <Text>{text('ended.body')}</Text>
        <Button onClick={signInBeside} data-autofocus>
          {text('ended.action')}
        </Button>
      </Stack>
    </Modal>
  );
}
