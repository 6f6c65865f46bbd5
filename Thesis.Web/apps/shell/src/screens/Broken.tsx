import { Notice } from '@thesis/ui';
import { useText } from '../text.ts';

/** What is left when the shell itself fails. */
export function Broken() {
  const text = useText();
  return (
    <main>
      <Notice tone="bad" title={text('portal.failed')} retry={{ label: text('retry'), onRetry: () => location.reload() }}>
        {text('portal.nothingLost')}
      </Notice>
    </main>
  );
}
