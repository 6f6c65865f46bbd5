import { ErrorBoundary, ListSkeleton, Notice } from '@thesis/ui';
import { Suspense } from 'react';
import { useText } from '../text.ts';
import { OutdatedPortal } from './load-portal.ts';
import type { PortalName } from './portals.ts';
import { usePortal } from './use-portal.ts';

/** Shows a portal. When it is down, out of date or fails, this says so and offers to try again; the rest of the page goes on. */
export function PortalHost({ name }: { readonly name: PortalName }) {
  const text = useText();
  const portal = usePortal(name);
  if (portal.data) {
    const { Portal } = portal.data;
    return (
      <ErrorBoundary
        key={name}
        fallback={(retry) => (
          <Notice tone="bad" title={text('portal.failed')} retry={{ label: text('retry'), onRetry: retry }}>
            {text('portal.nothingLost')}
          </Notice>
        )}
      >
        <Suspense fallback={<ListSkeleton label={text('loading')} />}>
          <Portal />
        </Suspense>
      </ErrorBoundary>
    );
  }
  if (portal.isPending) return <ListSkeleton label={text('loading')} />;
  const outdated = portal.error instanceof OutdatedPortal;
  return (
    <Notice
      tone="bad"
      title={text(outdated ? 'portal.outdated' : 'portal.unavailable')}
      retry={{ label: text('retry'), onRetry: () => (outdated ? location.reload() : void portal.refetch()) }}
    >
      {text(outdated ? 'portal.outdatedRemedy' : 'portal.unavailableRemedy')}
    </Notice>
  );
}
