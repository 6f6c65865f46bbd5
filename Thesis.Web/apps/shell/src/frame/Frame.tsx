import { Link, useLocation, useVisitor, type PortalModule } from '@thesis/portal';
import { AppShell, Box, Button, Group, useMediaQuery } from '@thesis/ui';
import type { ReactNode } from 'react';
import { signIn } from '../session/sign-in.ts';
import { useText } from '../text.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Banners } from './Banners.tsx';
import { LiveMark } from './LiveMark.tsx';
import { PortalNav } from './PortalNav.tsx';
import './frame.css';

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
  const wide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  const links = portal && user ? portal.module.links : [];
  const nav = portal && links.length > 0 && <PortalNav namespace={portal.name} links={links} path={path} label={text('navigation')} wide={wide} />;
  return (
    <AppShell header={{ height: 60 }} {...(nav && !wide ? { footer: { height: 68 } } : {})} padding={{ base: 'md', sm: 'lg' }}>
      <a className="skip" href="#content">
        {text('skip')}
      </a>
      <AppShell.Header bg="var(--thesis-surface)" px="md">
        <Group h="100%" gap="md" wrap="nowrap" justify="space-between">
          <Group gap="lg" wrap="nowrap">
            <Link href="/" className="brand" aria-label={`thesis · ${text('home')}`}>
              <img src="/icon.svg" alt="" width="28" height="28" />
              <Box component="span" visibleFrom="xs">
                thesis
              </Box>
            </Link>
            {wide && nav}
          </Group>
          <Group gap="xs" wrap="nowrap">
            {user && <LiveMark />}
            {user ? <AccountMenu user={user} /> : <Button onClick={signIn}>{text('signIn')}</Button>}
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="content">
        <Banners />
        {children}
      </AppShell.Main>
      {nav && !wide && <AppShell.Footer bg="var(--thesis-surface)">{nav}</AppShell.Footer>}
    </AppShell>
  );
}
