import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clearTelemetry } from '../api/dashboard.ts';
import { useNotifications } from '../shell/notifications.ts';
import { Button, IconButton } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { t } from '../language/language.ts';

interface ClearTelemetryProps {
  readonly signal: 'logs' | 'traces' | 'metrics';
  readonly resources: readonly string[];
  readonly onCleared: () => void;
}

const TEXTS = {
  logs: { label: 'removeLogs', ask: 'removeLogsAsk', removed: 'removedLogs', kept: 'notRemovedLogs' },
  traces: { label: 'removeTraces', ask: 'removeTracesAsk', removed: 'removedTraces', kept: 'notRemovedTraces' },
  metrics: { label: 'removeMetrics', ask: 'removeMetricsAsk', removed: 'removedMetrics', kept: 'notRemovedMetrics' },
} as const;

/** Removes the present run's telemetry of one kind, after asking. */
export function ClearTelemetry({ signal, resources, onCleared }: ClearTelemetryProps) {
  const client = useQueryClient();
  const { notify } = useNotifications();
  const [asking, setAsking] = useState(false);
  const texts = TEXTS[signal];
  const whose = resources.length ? resources.join(', ') : t('allResources');
  const clear = useMutation({
    mutationFn: async () => {
      if (resources.length === 0) await clearTelemetry(signal, null);
      for (const resource of resources) await clearTelemetry(signal, resource);
    },
    onSuccess: () => {
      notify('success', t(texts.removed, { whose }));
      void client.invalidateQueries();
      onCleared();
    },
    onError: (error) => notify('error', t(texts.kept, { whose }), error.message),
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <IconButton icon="trash" label={t(texts.label)} onClick={() => setAsking(true)} />
      {asking && (
        <Dialog title={t('removeTelemetry')} onClose={() => setAsking(false)}>
          <div className="form">
            <p>{t(texts.ask, { whose })}</p>
            <footer>
              <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
              <Button kind="danger" disabled={clear.isPending} onClick={() => clear.mutate()}>{t('remove')}</Button>
            </footer>
          </div>
        </Dialog>
      )}
    </>
  );
}
