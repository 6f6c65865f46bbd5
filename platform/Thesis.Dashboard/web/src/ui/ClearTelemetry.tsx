import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clearTelemetry } from '../api/dashboard.ts';
import { useNotifications } from '../shell/notifications.ts';
import { Button, IconButton } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface ClearTelemetryProps {
  readonly signal: 'logs' | 'traces' | 'metrics';
  readonly resources: readonly string[];
  readonly onCleared: () => void;
}

const NAMES = { logs: 'structured logs', traces: 'traces', metrics: 'metrics' } as const;

/** Removes the present run's telemetry of one kind, after asking. */
export function ClearTelemetry({ signal, resources, onCleared }: ClearTelemetryProps) {
  const client = useQueryClient();
  const { notify } = useNotifications();
  const [asking, setAsking] = useState(false);
  const what = `${NAMES[signal]} of ${resources.length ? resources.join(', ') : 'all resources'}`;
  const clear = useMutation({
    mutationFn: async () => {
      if (resources.length === 0) await clearTelemetry(signal, null);
      for (const resource of resources) await clearTelemetry(signal, resource);
    },
    onSuccess: () => {
      notify('success', `Removed the ${what}`);
      void client.invalidateQueries();
      onCleared();
    },
    onError: (error) => notify('error', `The ${what} were not removed`, error.message),
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <IconButton icon="trash" label={`Remove ${NAMES[signal]}`} onClick={() => setAsking(true)} />
      {asking && (
        <Dialog title="Remove telemetry" onClose={() => setAsking(false)}>
          <div className="form">
            <p>Remove the {what} of this run for good?</p>
            <footer>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button kind="danger" disabled={clear.isPending} onClick={() => clear.mutate()}>Remove</Button>
            </footer>
          </div>
        </Dialog>
      )}
    </>
  );
}
