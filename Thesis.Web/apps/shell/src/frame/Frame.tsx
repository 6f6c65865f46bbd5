import { lazyWithMessages } from '@thesis/i18n';
import { Link, useLocation, useVisitor, type PortalModule } from '@thesis/portal';
import { Button, Group, useMediaQuery } from '@thesis/ui';
import { Suspense, type ReactNode } from 'react';
import { signIn } from '../session/sign-in.ts';
import { useText } from '../text.ts';
import { Banners } from './Banners.tsx';
import { LiveMark } from './LiveMark.tsx';
import { PortalNav } from './PortalNav.tsx';
import './frame.css';

// Not needed at first.
const MessagesMark = lazyWithMessages(() => import('@thesis/chat/mark'));
const Bell = lazyWithMessages(() => import('../notifications/Bell.tsx'));

interface FrameProps {
  /** The portal shown, whose links are the navigation. */
  readonly portal: { readonly name: string; readonly module: PortalModule } | null;
  readonly children: ReactNode;
}

/** What surrounds every screen: the bar with navigation and account; on a phone the navigation is at the thumb. */
export function Frame({ portal, children }: FrameProps) {
  const text = useText();
  const user = useVisitor();
  const [path] = useLocation();
  const wide = useMediaQuery('(min-width: 64em)', undefined, { getInitialValueInEffect: false });
  const links = portal && user ? portal.module.links : [];
  const nav = portal && links.length > 0 && <PortalNav namespace={portal.name} links={links} path={path} label={text('navigation')} wide={wide} />;
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {text('skip')}
      </a>
      <header className="bar">
        <Link href="/" className="brand" aria-label={`thesis · ${text('home')}`}>
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>thesis</span>
        </Link>
        {wide && nav}
        <Group gap="xs" wrap="nowrap" ms="auto" miw={0}>
          {user && <LiveMark />}
          {user && (
            <Suspense fallback={null}>
              <MessagesMark />
              <Bell />
            </Suspense>
          )}
          {user ? (
            <Link href="/settings" className="account" aria-label={`${text('account')}: ${user.name}`}>
              {user.name}
            </Link>
          ) : (
            <Button onClick={signIn}>{text('signIn')}</Button>
          )}
        </Group>
      </header>
      <main id="content" tabIndex={-1}>
        <Banners />
        {children}
      </main>
      {nav && !wide && <footer className="thumb">{nav}</footer>}
    </div>
  );
}
