import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lotsOf, runsOf, shortfallsOf, type Page } from '@thesis/api';
import { Button, Field, Panel } from '@thesis/ui';
import { useState } from 'react';
import { describeRun, nameRun, type Reason, reasonOfLot, reasonOfShortfall } from './plan-text.ts';

interface PlanPanelProps {
  readonly region: string;
  readonly onClose: () => void;
}

const VIEWS = { lots: 'Who got what', ngo: 'Charities', donation: 'Left over' } as const;
type View = keyof typeof VIEWS;

/** The plans of a region, with the reasons for what was allocated and for what was not. */
export function PlanPanel({ region, onClose }: PlanPanelProps) {
  const runs = useQuery({ queryKey: ['plans', region], queryFn: () => runsOf(region) });
  const [chosen, setChosen] = useState<string>();
  const [view, setView] = useState<View>('lots');
  const run = runs.data?.find((one) => one.id === chosen) ?? runs.data?.find((one) => one.lots > 0) ?? runs.data?.[0];

  return (
    <Panel title="Why it was planned so" className="plan-panel" actions={<Button kind="quiet" onClick={onClose}>Close</Button>}>
      {runs.error && <p role="alert">{runs.error.message}</p>}
      {runs.isPending && <p role="status">Loading plans…</p>}
      {runs.data && !run && <p className="quiet">There is no plan yet. One is made as soon as there is food to place.</p>}
      {run && (
        <>
          <div className="pick">
            <Field label="Plan">
              <select value={run.id} onChange={(event) => setChosen(event.target.value)}>
                {runs.data?.map((one) => (
                  <option key={one.id} value={one.id}>
                    {nameRun(one)}
                  </option>
                ))}
              </select>
            </Field>
            <Button onClick={() => void runs.refetch()}>Refresh</Button>
          </div>
          <p>{describeRun(run)}</p>
          <div className="views" role="group" aria-label="What to explain">
            {(Object.keys(VIEWS) as View[]).map((name) => (
              <Button key={name} kind={name === view ? 'primary' : 'plain'} aria-pressed={name === view} onClick={() => setView(name)}>
                {VIEWS[name]}
              </Button>
            ))}
          </div>
          <p className="quiet">Worth is counted in kg of ordinary food: need, taste, haste and what came lately make a kg count for more or less.</p>
          <Reasons key={`${run.id} ${view}`} run={run.id} view={view} />
        </>
      )}
    </Panel>
  );
}

async function reasonsOf(run: string, view: View, token: string | undefined): Promise<Page<Reason>> {
  if (view === 'lots') {
    const page = await lotsOf(run, token);
    return { ...page, items: page.items.map(reasonOfLot) };
  }
  const page = await shortfallsOf(run, view, token);
  return { ...page, items: page.items.map(reasonOfShortfall) };
}

const NOTHING: Readonly<Record<View, string>> = {
  lots: 'This plan allocated nothing.',
  ngo: 'This plan asked no charity.',
  donation: 'All the food of this plan found a place.',
};

function Reasons({ run, view }: { readonly run: string; readonly view: View }) {
  const pages = useInfiniteQuery({
    queryKey: ['reasons', run, view],
    queryFn: ({ pageParam }) => reasonsOf(run, view, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextPageToken ?? undefined,
  });
  const reasons = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) return <p role="status">Loading reasons…</p>;
  if (pages.error) return <p role="alert">{pages.error.message}</p>;
  if (reasons.length === 0) return <p className="quiet">{NOTHING[view]}</p>;
  return (
    <>
      <ol className="reasons">
        {reasons.map((reason) => (
          <li key={reason.id}>
            <h3>{reason.title}</h3>
            {reason.why.length > 0 && (
              <ul>
                {reason.why.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {pages.isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </>
  );
}
