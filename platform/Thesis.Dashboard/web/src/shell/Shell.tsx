import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { fetchRuns } from '../api/dashboard.ts';
import { withQuery } from '../api/http.ts';
import { useResources } from '../resources/resources-store.ts';
import { attentionOf } from '../resources/resource-state.ts';
import { PromptBanner } from '../resources/PromptBanner.tsx';
import { Link } from '../routing/Link.tsx';
import { navigate, useSearch } from '../routing/location.ts';
import { useApplication } from '../session/application.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Time } from '../ui/Time.tsx';
import { NotificationCentre, Toasts } from './Notifications.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useShortcuts } from './shortcuts.ts';
import { useTheme, type Theme } from './theme.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';
import { LanguageMenu } from '../language/LanguageMenu.tsx';
import { Text } from '../language/Text.tsx';
import { useLanguage } from '../language/useLanguage.ts';

interface Place {
  readonly path: string;
  readonly name: PlainKey;
  readonly short: PlainKey;
  readonly icon: IconName;
  readonly key: string;
  readonly needsResources?: boolean;
  readonly ofRun?: boolean;
}

const PLACES: readonly Place[] = [
  { path: '/resources', name: 'resources', short: 'resources', icon: 'resources', key: 'r', needsResources: true },
  { path: '/console', name: 'consoleLogs', short: 'console', icon: 'console', key: 'c', needsResources: true },
  { path: '/logs', name: 'structuredLogs', short: 'logs', icon: 'logs', key: 's', ofRun: true },
  { path: '/traces', name: 'traces', short: 'traces', icon: 'traces', key: 't', ofRun: true },
  { path: '/metrics', name: 'metrics', short: 'metrics', icon: 'metrics', key: 'm', ofRun: true },
  { path: '/runs', name: 'runs', short: 'runs', icon: 'runs', key: 'u' },
];

const THEMES: Record<Theme, readonly [IconName, PlainKey]> = {
  system: ['system', 'themeSystem'],
  light: ['sun', 'themeLight'],
  dark: ['moon', 'themeDark'],
};

interface ShellProps {
  readonly path: string;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

/** What is around every page: where one is, where one can go, and whether all is well. */
export function Shell({ path, onSignOut, children }: ShellProps) {
  const application = useApplication();
  const { connection } = useResources();
  const [search] = useSearch();
  const [theme, turnTheme] = useTheme();
  const language = useLanguage();
  const [help, setHelp] = useState(false);
  const run = search.get('run');
  const places = PLACES.filter((place) => application.hasResources || !place.needsResources);
  const here = places.find((place) => path === place.path || path.startsWith(`${place.path}/`));
  const hrefOf = (place: Place) => withQuery(place.path, { run: place.ofRun ? run : null });

  useEffect(() => {
    document.title = `${t(here?.name ?? 'dashboard')} · ${application.name}`;
  }, [here, application.name, language]);

  useShortcuts({
    ...Object.fromEntries(places.map((place) => [place.key, () => navigate(hrefOf(place))])),
    d: turnTheme,
    '?': () => setHelp(true),
    '/': () => document.querySelector<HTMLInputElement>('main [data-search]')?.focus(),
  });

  const [icon, label] = THEMES[theme];
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{t('skipToPage')}</a>
      <header className="top">
        <p className="brand">
          <img src="/icon.svg" alt="" width="24" height="24" />
          <span>{application.name}</span>
        </p>
        {application.hasResources && connection === 'waiting' && <span className="connection" role="status"><span className="spinner" aria-hidden="true" /> {t('reconnecting')}</span>}
        <span className="grow" />
        <NotificationCentre />
        <LanguageMenu />
        <IconButton icon={icon} label={t(label)} onClick={turnTheme} />
        <IconButton icon="help" label={t('keyboardShortcuts')} className="desktop-only" onClick={() => setHelp(true)} />
        <IconButton icon="signOut" label={t('signOut')} onClick={onSignOut} />
      </header>
      <nav className="rail" aria-label={t('pages')}>
        {places.map((place) => (
          <Link key={place.path} href={hrefOf(place)} aria-current={place === here ? 'page' : undefined} aria-label={t(place.name)} title={`${t(place.name)} (${place.key})`}>
            <Icon name={place.icon} size={22} />
            <span>{t(place.short)}</span>
            {place.path === '/resources' && <Attention />}
          </Link>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        {application.hasResources && <PromptBanner />}
        {run && run !== application.runId && here?.ofRun && <PastRun run={run} />}
        {children}
      </main>
      <Toasts />
      {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </div>
  );
}

/** How many resources need a look. */
function Attention() {
  const { resources } = useResources();
  const count = resources.filter((one) => !one.isHidden && attentionOf(one)).length;
  return count > 0 ? <span className="badge-count" data-kind="error"><span className="visually-hidden">{t('needingAttention')}</span>{count}</span> : null;
}

/** Says that a finished run is shown, and leads back to the present one. */
function PastRun({ run }: { readonly run: string }) {
  const [, update] = useSearch();
  const runs = useQuery({ queryKey: ['runs'], queryFn: ({ signal }) => fetchRuns(signal) });
  const shown = runs.data?.find((one) => one.id === run);
  return (
    <div className="banner" data-kind="info">
      <Icon name="runs" />
      <p>
        {shown ? <Text of="earlierRunStarted" values={{ time: <Time value={shown.startedAt} /> }} /> : t('earlierRun', { run })}
      </p>
      <Button onClick={() => update({ run: null, before: null }, { replace: false })}>{t('backToPresent')}</Button>
    </div>
  );
}
