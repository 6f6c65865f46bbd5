import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { executeCommand, fetchResources, RESOURCES_STREAM } from '../api/dashboard.ts';
import { ApiError } from '../api/http.ts';
import { openLiveStream, type StreamState } from '../api/live-stream.ts';
import type { ResourceCommand, ResourceView } from '../api/types.ts';
import { useNotifications } from '../shell/notifications.ts';
import { TextViewer } from '../ui/Values.tsx';
import { CommandDialog } from './CommandDialog.tsx';
import { byName } from './resource-filter.ts';
import { applyEvents, ResourcesContext, type ResourceEvent } from './resources-store.ts';
import { commandName, commandOutcome } from './command-texts.ts';

/** Changes come in bursts while everything starts: they are shown together. */
const BATCH_MS = 50;

interface ResourcesProviderProps {
  readonly enabled: boolean;
  readonly children: ReactNode;
}

/** Holds every resource as it is now, and runs their commands. */
export function ResourcesProvider({ enabled, children }: ResourcesProviderProps) {
  const { notify } = useNotifications();
  const [resources, setResources] = useState<ReadonlyMap<string, ResourceView>>(new Map());
  const [status, setStatus] = useState<'loading' | 'ready' | 'failed'>('loading');
  const [error, setError] = useState<Error | null>(null);
  const [connection, setConnection] = useState<StreamState>('connecting');
  const [asked, setAsked] = useState<{ readonly resource: ResourceView; readonly command: ResourceCommand } | null>(null);
  const [answer, setAnswer] = useState<{ readonly title: string; readonly text: string } | null>(null);
  const events = useRef<ResourceEvent[]>([]);

  const load = useCallback(async () => {
    try {
      const all = await fetchResources();
      events.current = [];
      setResources(new Map(all.map((one) => [one.name, one])));
      setStatus('ready');
      setError(null);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      setStatus((old) => (old === 'ready' ? old : 'failed'));
      setError(problem);
    }
  }, []);

  useEffect(() => {
    if (!enabled) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const batch = events.current;
      events.current = [];
      if (batch.length === 0) return;
      setResources((old) => applyEvents(old, batch));
      setStatus('ready');
    };
    const stop = openLiveStream(RESOURCES_STREAM, ['upsert', 'delete'], {
      onEvent: (name, data) => {
        events.current.push(name === 'delete' ? { kind: 'delete', name: (data as { name: string }).name } : { kind: 'upsert', resource: data as ResourceView });
        timer ??= setTimeout(flush, BATCH_MS);
      },
      onState: (state) => {
        setConnection(state);
        // An application without a single resource sends no event.
        if (state === 'live') void load();
      },
      onReconnect: () => void load(),
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [enabled, load]);

  const execute = useCallback(
    async (resource: ResourceView, command: ResourceCommand, values: Readonly<Record<string, string>>) => {
      const what = `${commandName(command)}: ${resource.displayName}`;
      const id = notify('progress', what);
      try {
        const outcome = await executeCommand(resource.name, command.name, values);
        notify(outcome.success ? 'success' : 'error', what, commandOutcome(command, outcome), id, outcome.result ?? undefined);
        if (outcome.result && outcome.showResult) setAnswer({ title: what, text: outcome.result });
      } catch (problem) {
        if (!(problem instanceof ApiError)) throw problem;
        notify('error', what, problem.message, id);
      }
    },
    [notify],
  );

  const run = useCallback(
    (resource: ResourceView, command: ResourceCommand) => {
      if (command.confirmation || command.arguments.length > 0) setAsked({ resource, command });
      else void execute(resource, command, {});
    },
    [execute],
  );

  const sorted = useMemo(() => byName([...resources.values()]), [resources]);
  const retry = useCallback(() => {
    setStatus('loading');
    void load();
  }, [load]);
  const api = useMemo(() => ({ resources: sorted, status, error, connection, retry, run }), [sorted, status, error, connection, retry, run]);
  return (
    <ResourcesContext value={api}>
      {children}
      {asked && (
        <CommandDialog
          resource={asked.resource}
          command={asked.command}
          onClose={() => setAsked(null)}
          onRun={(values) => {
            setAsked(null);
            void execute(asked.resource, asked.command, values);
          }}
        />
      )}
      {answer && <TextViewer title={answer.title} text={answer.text} onClose={() => setAnswer(null)} />}
    </ResourcesContext>
  );
}
