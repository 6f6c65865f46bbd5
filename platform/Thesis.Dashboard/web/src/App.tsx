import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { navigate, usePath } from './routing/location.ts';
import { Login } from './session/Login.tsx';
import { useSession } from './session/session.ts';
import { ApplicationContext } from './session/application.ts';
import { CrashBarrier } from './shell/CrashBarrier.tsx';
import { NotificationsProvider } from './shell/Notifications.tsx';
import { Shell } from './shell/Shell.tsx';
import { ResourcesProvider } from './resources/ResourcesProvider.tsx';
import { Button } from './ui/Button.tsx';
import { Loading, Message } from './ui/Message.tsx';
import { t } from './language/language.ts';
import { useLanguage } from './language/useLanguage.ts';

const PAGES = {
  resources: () => import('./resources/ResourcesPage.tsx'),
  console: () => import('./console/ConsolePage.tsx'),
  logs: () => import('./logs/LogsPage.tsx'),
  traces: () => import('./traces/TracesPage.tsx'),
  trace: () => import('./traces/TracePage.tsx'),
  metrics: () => import('./metrics/MetricsPage.tsx'),
  runs: () => import('./runs/RunsPage.tsx'),
};

const ResourcesPage = lazy(PAGES.resources);
const ConsolePage = lazy(PAGES.console);
const LogsPage = lazy(PAGES.logs);
const TracesPage = lazy(PAGES.traces);
const TracePage = lazy(PAGES.trace);
const MetricsPage = lazy(PAGES.metrics);
const RunsPage = lazy(PAGES.runs);

const FETCH_OTHERS_AFTER_MS = 1_500;

/** Fetches the other pages soon after the first, so that they open at once, also while the server is away. */
function usePagesFetched(): void {
  useEffect(() => {
    // One that cannot be fetched now is tried again, and its failure shown, when it is opened.
    const timer = setTimeout(() => void Promise.allSettled(Object.values(PAGES).map((load) => load())), FETCH_OTHERS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

function Page({ path }: { readonly path: string }) {
  if (path === '/resources') return <ResourcesPage />;
  if (path === '/console') return <ConsolePage />;
  if (path === '/logs') return <LogsPage />;
  if (path === '/traces') return <TracesPage />;
  if (path.startsWith('/traces/')) return <TracePage traceId={decodeURIComponent(path.slice('/traces/'.length))} />;
  if (path === '/metrics') return <MetricsPage />;
  if (path === '/runs') return <RunsPage />;
  return (
    <Message title={t('noSuchPage')} heading>
      <p>{t('noSuchPageText', { path })}</p>
    </Message>
  );
}

export function App() {
  const client = useQueryClient();
  const session = useSession(client);
  const path = usePath();
  // Every text below is written anew in another language.
  useLanguage();
  usePagesFetched();
  const home = session.state === 'signed-in' ? (session.application.hasResources ? '/resources' : '/logs') : null;

  useEffect(() => {
    if (home && (path === '/' || path === '/login')) navigate(home, { replace: true });
  }, [home, path]);

  if (session.state === 'asking') return <main className="full"><Loading text={t('loadingDashboard')} /></main>;
  if (session.state === 'anonymous') return <Login ended={session.ended} onSignedIn={session.refresh} />;
  if (session.state === 'unreachable') {
    return (
      <main className="full">
        <Message icon="warning" title={t('serverSilent')} heading>
          <p>{t('serverSilentText', { error: session.error.message })}</p>
          <Button icon="restart" onClick={session.refresh}>{t('tryNow')}</Button>
        </Message>
      </main>
    );
  }
  return (
    <ApplicationContext value={session.application}>
      <NotificationsProvider>
        <ResourcesProvider enabled={session.application.hasResources} key={session.application.runId}>
          <Shell path={path} onSignOut={session.signOut}>
            <CrashBarrier key={path}>
              <Suspense fallback={<Loading text={t('loadingPage')} />}>
                <Page path={path} />
              </Suspense>
            </CrashBarrier>
          </Shell>
        </ResourcesProvider>
      </NotificationsProvider>
    </ApplicationContext>
  );
}
