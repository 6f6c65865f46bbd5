import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'leaflet/dist/leaflet.css';
import { ErrorBoundary } from '@thesis/ui';
import './shell.css';
import { ApiError } from '@thesis/api';
import { traceActions } from '@thesis/telemetry';
import { App } from './App.tsx';

const RETRIES = 3;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What the server refused will be refused again; what it could not answer may pass.
      retry: (failures, error) => failures < RETRIES && !(error instanceof ApiError && error.status < 500),
    },
  },
});

traceActions(document);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ErrorBoundary what="This page">
        <App />
      </ErrorBoundary>
    </QueryClientProvider>
  </StrictMode>,
);
