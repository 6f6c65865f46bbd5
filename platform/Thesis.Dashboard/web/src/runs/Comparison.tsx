import { useQuery } from '@tanstack/react-query';
import { fetchComparison } from '../api/dashboard.ts';
import type { ComparedOperation, ComparedResource, Counts, Run } from '../api/types.ts';
import { count } from '../format/number.ts';
import { duration } from '../format/time.ts';
import { Failure, Loading } from '../ui/Message.tsx';
import { ResourceName } from '../ui/ResourceName.tsx';
import { Time } from '../ui/Time.tsx';
import { changeText, durationChange } from './comparison.ts';

/** Two runs side by side. */
export function Comparison({ a, b, runs }: { readonly a: string; readonly b: string; readonly runs: readonly Run[] }) {
  const query = useQuery({ queryKey: ['compare', a, b], queryFn: ({ signal }) => fetchComparison(a, b, signal) });
  const startOf = (id: string) => runs.find((run) => run.id === id)?.startedAt;
  const [startA, startB] = [startOf(a), startOf(b)];
  return (
    <section className="comparison" aria-label="Comparison">
      <h2>
        A {startA && <Time value={startA} />} and B {startB && <Time value={startB} />}
      </h2>
      {query.isPending && <Loading what="the comparison" />}
      {query.error && !query.data && <Failure what="The comparison" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.resources.length === 0 && <p className="dim pad">Neither run has any telemetry.</p>}
      {query.data?.resources.map((resource) => <Compared key={resource.name} resource={resource} />)}
    </section>
  );
}

const COUNTS: readonly (readonly [keyof Counts, string, 'plain' | 'bad'])[] = [
  ['spans', 'spans', 'plain'],
  ['spanErrors', 'failed', 'bad'],
  ['logs', 'logs', 'plain'],
  ['logErrors', 'errors logged', 'bad'],
];

function Compared({ resource }: { readonly resource: ComparedResource }) {
  return (
    <details className="compared" open={resource.operations.length > 0}>
      <summary>
        <ResourceName name={resource.name} />
        <span className="compared-counts">
          {COUNTS.map(([key, name, kind]) => {
            const [a, b] = [resource.a?.[key] ?? 0, resource.b?.[key] ?? 0];
            return <span key={key}><span className="dim">{name}</span> {count(a)} → <b className={kind === 'bad' && b > a ? 'error' : undefined}>{count(b)}</b></span>;
          })}
        </span>
      </summary>
      {resource.operations.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`Operations of ${resource.name}`}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col" className="number">Count A</th>
                <th scope="col" className="number">Count B</th>
                <th scope="col" className="number">Errors A</th>
                <th scope="col" className="number">Errors B</th>
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
