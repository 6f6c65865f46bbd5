import { lazyWithMessages } from '@thesis/i18n';
import { Redirect, Route, Routes, useConnection, useLocation, UserContext, type SignedInUser } from '@thesis/portal';
import { ListSkeleton, Notice } from '@thesis/ui';
import { Suspense, useEffect, type ReactNode } from 'react';
import { Frame } from './frame/Frame.tsx';
import { PortalHost } from './portals/PortalHost.tsx';
import { portalAt, PORTALS, portalsOf, type PortalName } from './portals/portals.ts';
import { usePortal } from './portals/use-portal.ts';
import { Dead } from './screens/Dead.tsx';
import { SignedIn } from './session/SignedIn.tsx';
import { SignInFirst } from './session/SignInFirst.tsx';
import { useSession, type Session } from './session/use-session.ts';
import { useWatch } from './session/use-watch.ts';
import { useText } from './text.ts';
import { screens } from './vitals/screens.ts';

// Not needed at first.
const Messages = lazyWithMessages(() => import('@thesis/chat/inbox'));
const Notifications = lazyWithMessages(() => import('./notifications/Notifications.tsx'));
const Settings = lazyWithMessages(() => import('./screens/Settings.tsx'));
const Account = lazyWithMessages(() => import('./screens/Account.tsx'));
const SessionEnded = lazyWithMessages(() => import('./session/SessionEnded.tsx'));

/** Every address of the shell, within its frame. */
export function App() {
  const session = useSession();
  useWatch(session.user);
  const [path] = useLocation();
  useEffect(() => screens.enter(path), [path]);
  const { signedOut } = useConnection();
  const here = portalAt(path);
  const mine = here !== undefined && session.user !== null && portalsOf(session.user.roles).includes(here);
  const name: PortalName | null = mine ? here.name : null;
  const portal = usePortal(name);
  return (
    <UserContext value={session.user}>
      <Frame portal={name && portal.data ? { name, module: portal.data } : null}>
        <Suspense fallback={null}>
          <Addresses session={session} />
        </Suspense>
      </Frame>
      {signedOut && (
        <Suspense fallback={null}>
          <SessionEnded />
        </Suspense>
      )}
    </UserContext>
  );
}

function Addresses({ session }: { readonly session: Session }) {
  return (
    <Routes>
      <Route path="/settings" component={Settings} />
      <Route path="/settings/:part">{({ part }) => <ForUsers session={session}>{() => <Account part={part} />}</ForUsers>}</Route>
      <Route path="/notifications"><ForUsers session={session}>{() => <Notifications />}</ForUsers></Route>
      <Route path="/messages/:id?">{({ id }) => <ForUsers session={session}>{() => <Messages id={id} />}</ForUsers>}</Route>
      <Route path="/signed-in" component={SignedIn} />
      <Route path="/about"><PortalHost name="marketing" /></Route>
      <Route path="/"><Home session={session} /></Route>
      {PORTALS.map((portal) => (
        <Route key={portal.name} path={`${portal.path}/*?`}>
          <ForUsers session={session}>
            {(user) => (portalsOf(user.roles).includes(portal) ? <PortalHost name={portal.name} /> : <Dead why="forbidden" />)}
          </ForUsers>
        </Route>
      ))}
      <Route><Dead why="notFound" /></Route>
    </Routes>
  );
}

/** What only signed-in people see; until it is known who asks, nobody is told to sign in. */
function ForUsers({ session, children }: { readonly session: Session; readonly children: (user: SignedInUser) => ReactNode }) {
  const text = useText();
  if (session.user) return children(session.user);
  if (session.state === 'asking') return <ListSkeleton label={text('loading')} />;
  if (session.state === 'unreachable') return <Notice tone="warn">{text('offline')}</Notice>;
  return <SignInFirst />;
}

/** The first address: a visitor reads what thesis is, everybody else goes to their own portal. */
function Home({ session }: { readonly session: Session }) {
  const text = useText();
  if (session.state === 'asking') return <ListSkeleton label={text('loading')} />;
  if (!session.user) return <PortalHost name="marketing" />;
  const home = portalsOf(session.user.roles)[0];
  return home ? <Redirect to={home.path} replace /> : <Dead why="noRole" />;
}
