import type { SignedInUser } from '@thesis/api';
import { Badge, Button, ErrorBoundary, Panel, Stat } from '@thesis/ui';
import { useState } from 'react';
import { DonatePanel } from './donate/DonatePanel.tsx';
import { Feed } from './feed/Feed.tsx';
import { IntakePanel } from './intake/IntakePanel.tsx';
import { Legend } from './map/Legend.tsx';
import { RegionMap } from './map/RegionMap.tsx';
import { PlanPanel } from './plans/PlanPanel.tsx';
import { figuresOf } from './state/figures.ts';
import { useRegion } from './state/use-region.ts';
import { useRegions } from './state/use-regions.ts';

const CONNECTION = {
  connecting: ['connecting', 'var(--soon)'],
  live: ['live', 'var(--calm)'],
  reconnecting: ['reconnecting', 'var(--soon)'],
  closed: ['offline', 'var(--urgent)'],
} as const;

const FROM_ADDRESS = new URLSearchParams(location.search).get('region');

/** Chooses the region, then shows it. */
export function LiveScreen({ user }: { readonly user: SignedInUser }) {
  const regions = useRegions(user);
  const [chosen, setChosen] = useState<string | null>(FROM_ADDRESS);
  const region = chosen ?? regions.data?.[0];
  const choices = [...new Set([...(region ? [region] : []), ...(regions.data ?? [])])];

  const choose = (name: string) => {
    history.replaceState(null, '', `?region=${encodeURIComponent(name)}`);
    setChosen(name);
  };

  const bar = (
    <header className="bar">
      <p className="brand">
        <img src="/icon.svg" alt="" width="28" height="28" /> thesis
      </p>
      {choices.length > 0 && (
        <label className="region">
          <span className="visually-hidden">Region</span>
          <select value={region} onChange={(event) => choose(event.target.value)}>
            {choices.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <span className="grow" />
      <span className="who">{user.name}</span>
      <a className="ui-button" data-kind="quiet" href={user.logoutUrl}>
        Sign out
      </a>
    </header>
  );

  if (!region) {
    return (
      <div className="screen">
        {bar}
        <main className="empty">
          <Panel title={regions.isPending ? 'Looking for your region…' : 'No region yet'}>
            {regions.isPending
              ? 'One moment.'
              : (regions.error?.message ?? 'Nothing of yours is in a region yet. A dispatcher imports places, or runs ./thesis rescue, and the map appears here.')}
          </Panel>
        </main>
      </div>
    );
  }

  return <RegionScreen key={region} bar={bar} region={region} user={user} />;
}

type Task = 'donate' | 'intake' | 'plan';

/** What can be done beside watching, and by whom. */
const TASKS: Readonly<Record<Task, { readonly name: string; readonly roles: readonly string[] }>> = {
  donate: { name: 'Post a donation', roles: ['donor'] },
  intake: { name: 'Say what we can take', roles: ['ngo'] },
  plan: { name: 'Explain the plan', roles: ['dispatcher', 'admin'] },
};

function RegionScreen({ bar, region, user }: { readonly bar: React.ReactNode; readonly region: string; readonly user: SignedInUser }) {
  const { snapshot, connection, problem, loaded } = useRegion(region, user);
  const [open, setOpen] = useState<Task>();
  const figures = figuresOf(snapshot);
  const [label, tone] = CONNECTION[connection];
  const tasks = (Object.keys(TASKS) as Task[]).filter((task) => user.roles.some((role) => TASKS[task].roles.includes(role)));
  const close = () => setOpen(undefined);
  const whole = (value: number) => Math.round(value).toLocaleString('en');

  return (
    <div className="screen">
      {bar}
      {(problem ?? (connection === 'reconnecting' || connection === 'closed')) && (
        <p className="banner" role="status">
          {problem ?? 'The live connection was lost. It comes back by itself; what you see may be a little old.'}
        </p>
      )}
      <main className="live">
        <ErrorBoundary what="The map">
          <RegionMap snapshot={snapshot} />
        </ErrorBoundary>
        {!loaded && !problem && <p className="loading" role="status">Loading {region}…</p>}
        <div className="side">
          <Panel title={region} className="figures" actions={<Badge tone={tone}>{label}</Badge>}>
            <dl>
              <Stat label="offered" value={whole(figures.offeredKg)} unit="kg" />
              <Stat label="on the way" value={whole(figures.underWayKg)} unit="kg" />
              <Stat label="delivered" value={whole(figures.deliveredKg)} unit="kg" />
              <Stat label="open donations" value={whole(figures.openDonations)} />
              <Stat label="orders under way" value={whole(figures.ordersUnderWay)} />
              <Stat label="orders delivered" value={whole(figures.ordersDone)} />
            </dl>
            {open === undefined && tasks.length > 0 && (
              <div className="tasks">
                {tasks.map((task) => (
                  <Button key={task} kind="primary" onClick={() => setOpen(task)}>
                    {TASKS[task].name}
                  </Button>
                ))}
              </div>
            )}
          </Panel>
          {open === 'donate' && <DonatePanel region={region} onClose={close} />}
          {open === 'intake' && <IntakePanel region={region} onClose={close} />}
          {open === 'plan' && <PlanPanel region={region} onClose={close} />}
          <Feed items={snapshot.feed} />
        </div>
        <Legend />
      </main>
    </div>
  );
}
