import { Link, useVisitor } from '@thesis/portal';
import { Button, EmptyState, Screen } from '@thesis/ui';
import { useText } from '../text.ts';

/** An address that leads nowhere, or not for this account. */
export function Dead({ why }: { readonly why: 'notFound' | 'forbidden' | 'noRole' }) {
  const text = useText();
  const user = useVisitor();
  const [title, remedy] = why === 'forbidden'
    ? [text('portal.forbidden'), text('portal.forbiddenRemedy')]
    : [text(`${why}.title`), text(`${why}.remedy`)];
  return (
    <Screen title={title} width={640}>
      <EmptyState title={user?.name ?? 'thesis'} action={why === 'noRole'
        ? <Button component="a" href="/account">{text('account')}</Button>
        : <Button component={Link} href="/" variant="default">{text('home')}</Button>}>
        {remedy}
      </EmptyState>
    </Screen>
  );
}
