import { useQuery } from '@tanstack/react-query';
import { fetchComparison } from '../api/dashboard.ts';
import type { ComparedOperation, ComparedResource, Counts, Run } from '../api/types.ts';
import { count } from '../format/number.ts';
import { duration } from '../format/time.ts';
import { Failure, Loading } from '../ui/Message.tsx';
import { ResourceName } from '../ui/ResourceName.tsx';
import { Time } from '../ui/Time.tsx';
import { changeText, durationChange } from './comparison.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';

/** Two runs side by side. */
export function Comparison({ a, b, runs }: { readonly a: string; readonly b: string; readonly runs: readonly Run[] }) {
  const query = useQuery({ queryKey: ['compare', a, b], queryFn: ({ signal }) => fetchComparison(a, b, signal) });
  const startOf = (id: string) => runs.find((run) => run.id === id)?.startedAt;
  const [startA, startB] = [startOf(a), startOf(b)];
  return (
    <section className="comparison" aria-label={t('comparison')}>
      <h2>
        <Text of="comparisonHeading" values={{ a: startA && <Time value={startA} />, b: startB && <Time value={startB} /> }} />
      </h2>
      {query.isPending && <Loading text={t('loadingComparison')} />}
      {query.error && !query.data && <Failure title={t('comparisonNotShown')} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.resources.length === 0 && <p className="dim pad">{t('neitherRun')}</p>}
      {query.data?.resources.map((resource) => <Compared key={resource.name} resource={resource} />)}
    </section>
  );
}

const COUNTS: readonly (readonly [keyof Counts, PlainKey, 'plain' | 'bad'])[] = [
  ['spans', 'spansCompared', 'plain'],
  ['spanErrors', 'spansFailed', 'bad'],
  ['logs', 'logsCompared', 'plain'],
  ['logErrors', 'errorsLogged', 'bad'],
];

function Compared({ resource }: { readonly resource: ComparedResource }) {
  return (
    <details className="compared" open={resource.operations.length > 0}>
      <summary>
        <ResourceName name={resource.name} />
        <span className="compared-counts">
          {COUNTS.map(([key, name, kind]) => {
            const [a, b] = [resource.a?.[key] ?? 0, resource.b?.[key] ?? 0];
            return <span key={key}><span className="dim">{t(name)}</span> {count(a)} → <b className={kind === 'bad' && b > a ? 'error' : undefined}>{count(b)}</b></span>;
          })}
        </span>
      </summary>
      {resource.operations.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t('operationsOf', { name: resource.name })}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('operation')}</th>
                <th scope="col" className="number">{t('countOfRun', { run: 'A' })}</th>
                <th scope="col" className="number">{t('countOfRun', { run: 'B' })}</th>
                <th scope="col" className="number">{t('errorsOfRun', { run: 'A' })}</th>
                <th scope="col" className="number">{t('errorsOfRun', { run: 'B' })}</th>
                <th scope="col" className="number">p50 A</th>
                <th scope="col" className="number">p50 B</th>
                <th scope="col" className="number">p95 A</th>
                <th scope="col" className="number">p95 B</th>
              </tr>
            </thead>
            <tbody>{resource.operations.map((operation) => <Operation key={operation.name} operation={operation} />)}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function Operation({ operation: { name, a, b } }: { readonly operation: ComparedOperation }) {
  return (
    <tr>
      <th scope="row" className="mono">{name}</th>
      <td className="number">{a ? count(a.count) : '–'}</td>
      <td className="number">{b ? count(b.count) : '–'}</td>
      <td className="number">{a ? count(a.errors) : '–'}</td>
      <td className={`number ${(b?.errors ?? 0) > (a?.errors ?? 0) ? 'error' : ''}`}>{b ? count(b.errors) : '–'}</td>
      <td className="number">{a ? duration(a.p50Ms) : '–'}</td>
      <td className="number"><Changed a={a?.p50Ms} b={b?.p50Ms} /></td>
      <td className="number">{a ? duration(a.p95Ms) : '–'}</td>
      <td className="number"><Changed a={a?.p95Ms} b={b?.p95Ms} /></td>
    </tr>
  );
}

function Changed({ a, b }: { readonly a: number | null | undefined; readonly b: number | null | undefined }) {
  if (b === null || b === undefined) return <>–</>;
  const change = durationChange(a, b);
  return (
    <>
      {duration(b)} {change && <span className="change" data-verdict={change.verdict}>{changeText(change)}</span>}
    </>
  );
}
