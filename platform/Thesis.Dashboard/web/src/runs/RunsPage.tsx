import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { deleteRun, exportUrl, fetchRuns, importRun } from '../api/dashboard.ts';
import { withQuery } from '../api/http.ts';
import type { Run } from '../api/types.ts';
import { bytes, count, shortCount } from '../format/number.ts';
import { longDuration } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';
import { useSearch } from '../routing/location.ts';
import { useNotifications } from '../shell/notifications.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Failure, Loading, Message } from '../ui/Message.tsx';
import { Elapsed, Time } from '../ui/Time.tsx';
import { Toolbar } from '../ui/Toolbar.tsx';
import { Comparison } from './Comparison.tsx';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';

/** The present run and the earlier ones that are kept. */
export default function RunsPage() {
  const client = useQueryClient();
  const { notify } = useNotifications();
  const [search, update] = useSearch();
  const file = useRef<HTMLInputElement>(null);
  const query = useQuery({ queryKey: ['runs'], queryFn: ({ signal }) => fetchRuns(signal), refetchInterval: 5_000 });
  const upload = useMutation({
    mutationFn: importRun,
    onSuccess: () => {
      notify('success', t('runImported'));
      void client.invalidateQueries({ queryKey: ['runs'] });
    },
    onError: (error) => notify('error', t('fileNotImported'), error.message),
  });
  const [doomed, setDoomed] = useState<Run | null>(null);
  const removal = useMutation({
    mutationFn: deleteRun,
    onSuccess: (_, id) => {
      choose(id, false);
      void client.invalidateQueries({ queryKey: ['runs'] });
    },
    onError: (error) => notify('error', t('runNotDeleted'), error.message),
    onSettled: () => setDoomed(null),
  });
  const runs = query.data ?? [];
  const [a, b] = [search.get('a'), search.get('b')];
  const chosen = [a, b].filter((one): one is string => one !== null);
  const choose = (id: string, on: boolean) => {
    // The third replaces the second: the first is what is compared against.
    const next = on ? [...chosen.slice(0, 1), id] : chosen.filter((one) => one !== id);
    update({ a: next[0] ?? null, b: next[1] ?? null });
  };
  const orderOf = (id: string) => (id === a ? 'A' : id === b ? 'B' : null);

  const body = () => {
    if (query.isPending) return <Loading text={t('loadingRuns')} />;
    if (query.error && !query.data) return <Failure title={t('runsNotShown')} error={query.error} onRetry={() => void query.refetch()} />;
    if (runs.length === 0) {
      return (
        <Message icon="runs" title={t('noRuns')}>
          <p>{t('noRunsText')}</p>
        </Message>
      );
    }
    return (
      <>
        <div className="table-scroll runs-scroll" tabIndex={0} role="region" aria-label={t('runs')}>
          <table className="table runs">
            <thead>
              <tr>
                <th scope="col">{t('compare')}</th>
                <th scope="col">{t('started')}</th>
                <th scope="col">{t('length')}</th>
                <th scope="col">{t('application')}</th>
                <th scope="col" className="number">{t('logs')}</th>
                <th scope="col" className="number">{t('spans')}</th>
                <th scope="col" className="number">{t('points')}</th>
                <th scope="col" className="number">{t('size')}</th>
                <th scope="col"><span className="visually-hidden">{t('actions')}</span></th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id} data-selected={orderOf(run.id) !== null || undefined}>
                  <td>
                    <label className="check">
                      <input type="checkbox" checked={orderOf(run.id) !== null} onChange={(event) => choose(run.id, event.target.checked)} aria-label={t('compareRunOf', { time: run.startedAt })} />
                      {orderOf(run.id) && <b>{orderOf(run.id)}</b>}
                    </label>
                  </td>
                  <td><Time value={run.startedAt} />{run.isCurrent && <span className="tag" data-kind="ok">{t('present')}</span>}{run.isImported && <span className="tag">{t('imported')}</span>}</td>
                  <td><Length run={run} /></td>
                  <td>{run.application}</td>
                  <td className="number" data-label={t('logs')} title={count(run.logs)}>{shortCount(run.logs)}</td>
                  <td className="number" data-label={t('spans')} title={count(run.spans)}>{shortCount(run.spans)}</td>
                  <td className="number" title={count(run.points)}>{shortCount(run.points)}</td>
                  <td className="number" data-label={t('size')}>{bytes(run.bytes)}</td>
                  <td className="cell-actions">
                    <div className="actions">
                      <Link className="icon-button" href={withQuery('/traces', { run: run.isCurrent ? null : run.id })} aria-label={t('tracesOfRun', { time: run.startedAt })} title={t('traces')}><Icon name="traces" /></Link>
                      <Link className="icon-button" href={withQuery('/logs', { run: run.isCurrent ? null : run.id })} aria-label={t('logsOfRun', { time: run.startedAt })} title={t('structuredLogs')}><Icon name="logs" /></Link>
                      <Link className="icon-button" href={withQuery('/metrics', { run: run.isCurrent ? null : run.id })} aria-label={t('metricsOfRun', { time: run.startedAt })} title={t('metrics')}><Icon name="metrics" /></Link>
                      <a className="icon-button" href={exportUrl(run.id)} download aria-label={t('exportRunOf', { time: run.startedAt })} title={t('exportZip')}><Icon name="download" /></a>
                      <IconButton icon="trash" label={t('deleteRunOf', { time: run.startedAt })} disabled={run.isCurrent} onClick={() => setDoomed(run)} />
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {chosen.length === 1 && <p className="dim pad">{t('chooseSecondRun')}</p>}
        {a && b && <Comparison a={a} b={b} runs={runs} />}
        {chosen.length === 0 && runs.length > 1 && <p className="dim pad">{t('chooseTwoRuns')}</p>}
      </>
    );
  };

  return (
    <div className="page scrolling">
      <Toolbar
        title={t('runs')}
        actions={
          <>
            <input ref={file} type="file" accept=".zip,application/zip" hidden aria-label={t('runZip')} onChange={(event) => {
              const chosenFile = event.target.files?.[0];
              if (chosenFile) upload.mutate(chosenFile);
              event.target.value = '';
            }} />
            <Button icon="upload" disabled={upload.isPending} onClick={() => file.current?.click()}>{t(upload.isPending ? 'importing' : 'import')}</Button>
          </>
        }
      />
      {body()}
      {doomed && (
        <Dialog title={t('deleteRun')} onClose={() => setDoomed(null)}>
          <div className="form">
            <p><Text of="deleteRunAsk" values={{ time: <Time value={doomed.startedAt} />, logs: count(doomed.logs), spans: count(doomed.spans) }} /></p>
            <footer>
              <Button onClick={() => setDoomed(null)}>{t('cancel')}</Button>
              <Button kind="danger" disabled={removal.isPending} onClick={() => removal.mutate(doomed.id)}>{t('delete')}</Button>
            </footer>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Length({ run }: { readonly run: Run }) {
  if (run.isCurrent) return <Elapsed since={run.startedAt} />;
  return run.endedAt ? <>{longDuration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}</> : <span className="dim">–</span>;
}
