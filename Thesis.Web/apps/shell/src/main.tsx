import { createQueryClient, QueryClientProvider } from '@thesis/api';
import { registerMessages, startMessages } from '@thesis/i18n';
import { connected, store, StoreProvider } from '@thesis/portal';
import { Live, LiveContext } from '@thesis/realtime';
import { traceActions } from '@thesis/telemetry';
import { ErrorBoundary, ThesisTheme } from '@thesis/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { messages } from './messages/index.ts';
import { registerOnDemandParts } from './portals/on-demand.ts';
import { Broken } from './screens/Broken.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');

// The page opens without a network; not while it is being worked on.
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js');

traceActions(document);
registerOnDemandParts();
registerMessages('shell', messages);
await startMessages(store.getState().preferences.language, ['shell']);

for (const event of ['online', 'offline']) addEventListener(event, () => store.dispatch(connected({ online: navigator.onLine })));
const queries = createQueryClient(() => {
  // Who never signed in is a visitor; only a page of somebody asks to sign in again.
  if (queries.getQueryData(['user']) !== undefined) store.dispatch(connected({ signedOut: true }));
});
const live = new Live('/hubs/live', (state) => store.dispatch(connected({ live: state === 'closed' ? 'off' : state })));

createRoot(root).render(
  <StrictMode>
    <StoreProvider store={store}>
      <ThesisTheme>
        <QueryClientProvider client={queries}>
          <LiveContext value={live}>
            <ErrorBoundary fallback={() => <Broken />}>
              <App />
            </ErrorBoundary>
          </LiveContext>
        </QueryClientProvider>
      </ThesisTheme>
    </StoreProvider>
  </StrictMode>,
);

// Once the first screen stands: what is measured was kept by the browser until then.
setTimeout(() => void import('./vitals/measure.ts').then(({ measureVitals }) => measureVitals()), 3_000);
