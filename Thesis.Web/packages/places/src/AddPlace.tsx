import { Link } from '@thesis/portal';
import { Button } from '@thesis/ui';
import { usePlaceText } from './text.ts';

/** Leads to the form for a place. */
export function AddPlace({ href }: { readonly href: string }) {
  const text = usePlaceText();
  return (
    <Button component={Link} href={href}>
      {text('title')}
    </Button>
  );
}
