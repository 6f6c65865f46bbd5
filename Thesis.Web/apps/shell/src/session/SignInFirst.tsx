import { Button, Card, Group, Screen, Text } from '@thesis/ui';
import { useText } from '../text.ts';
import { signIn } from './sign-in.ts';

/** An address that needs a session, opened without one; signing in comes back to it. */
export function SignInFirst() {
  const text = useText();
  return (
    <Screen title={text('signIn')} width={560}>
      <Card>
        <Group justify="space-between">
          <Text maw={360}>{text('signInFirst')}</Text>
          <Button onClick={signIn}>{text('signIn')}</Button>
        </Group>
      </Card>
    </Screen>
  );
}
