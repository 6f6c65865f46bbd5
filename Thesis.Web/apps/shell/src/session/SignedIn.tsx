import { Screen, Text } from '@thesis/ui';
import { useEffect } from 'react';
import { useText } from '../text.ts';
import { tellSignedIn } from './sign-in.ts';

/** What a window shows that was opened to sign in: it tells the others and closes. */
export function SignedIn() {
  const text = useText();
  useEffect(() => {
    tellSignedIn();
    window.close();
  }, []);
  return (
    <Screen title={text('signIn')}>
      <Text>{text('ended.done')}</Text>
    </Screen>
  );
}
