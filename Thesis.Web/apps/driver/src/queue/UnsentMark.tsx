import { Link } from '@thesis/portal';
import { Anchor, Notice } from '@thesis/ui';
import { useText } from '../text.ts';
import { useOutbox } from './OutboxProvider.tsx';

/** Says that something is not sent yet, or was refused, and leads to it. */
export function UnsentMark() {
  const text = useText();
  const { actions } = useOutbox();
  if (actions.length === 0) return null;
  const refused = actions.filter((action) => action.state !== 'waiting').length;
  return (
    <Notice tone={refused > 0 ? 'bad' : 'warn'}>
      {refused > 0 ? text('unsent.refused', { count: refused }) : text('unsent.waiting', { count: actions.length })}{' '}
      <Anchor component={Link} href="/driver/unsent">
        {text('unsent.look')}
      </Anchor>
    </Notice>
  );
}
