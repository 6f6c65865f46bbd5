import { useState } from 'react';
import { fetchSecrets } from '../api/dashboard.ts';
import { ApiError } from '../api/http.ts';
import type { HealthReport, ResourceView } from '../api/types.ts';
import { download } from '../format/text.ts';
import { Link } from '../routing/Link.tsx';
import { changeSearch } from '../routing/location.ts';
import { useNotifications } from '../shell/notifications.ts';
import { Button, IconButton, Toggle } from '../ui/Button.tsx';
import { Details, Section } from '../ui/Details.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Popover } from '../ui/Popover.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Time } from '../ui/Time.tsx';
import { CopyButton, TextViewer, ValueRow } from '../ui/Values.tsx';
import { ResourceActions } from './Commands.tsx';
import { toDotEnv } from './dotenv.ts';
import { relationshipText, typeText } from './known-names.ts';
import { isNamed, named } from './relationships.ts';
import { ResourceLink } from './ResourceUrls.tsx';
import { useResources } from './resources-store.ts';
import { SecretValues } from './SecretValues.tsx';
import { StateMark, ToneMark } from './StateMark.tsx';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';
import { Text } from '../language/Text.tsx';

/** Everything known of one resource. */
export function ResourceDetails({ resource, onClose }: { readonly resource: ResourceView; readonly onClose: () => void }) {
  const [json, setJson] = useState(false);
  return (
    <Details
      title={resource.displayName}
      of={resource.name}
      onClose={onClose}
      actions={
        <>
          <ResourceActions resource={resource} />
          <IconButton icon="json" label={t('showAsJson')} onClick={() => setJson(true)} />
        </>
      }
    >
      <div className="details-summary">
        <StateMark resource={resource} />
        <span className="dim">{typeText(resource.type)}</span>
      </div>
      {resource.urls.length > 0 && (
        <Section title={t('urls')} count={resource.urls.length}>
          <ul className="rows">
            {resource.urls.map((url) => (
              <li key={`${url.name} ${url.url}`}>
                <span className="dim">{url.name}{url.isInternal && ` ${t('internal')}`}</span>
                <ResourceLink url={url} />
                <CopyButton text={url.url} label={t('copyNamed', { name: url.url })} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {resource.healthReports.length > 0 && (
        <Section title={t('health')} count={resource.healthReports.length}>
          <ul className="rows">{resource.healthReports.map((report) => <Report key={report.name} report={report} />)}</ul>
        </Section>
      )}
      <Properties resource={resource} />
      {resource.environment.length > 0 && <Environment key={resource.name} resource={resource} />}
      <Relationships resource={resource} />
      {resource.volumes.length > 0 && (
        <Section title={t('volumes')} count={resource.volumes.length}>
          <dl className="values">
            {resource.volumes.map((volume) => (
              <ValueRow key={volume.target} name={`${volume.target}${volume.isReadOnly ? ` ${t('readOnly')}` : ''}`} value={volume.source} />
            ))}
          </dl>
        </Section>
      )}
      {json && <TextViewer title={t('namedAsJson', { name: resource.displayName })} text={JSON.stringify(resource)} onClose={() => setJson(false)} />}
    </Details>
  );
}

const STATUSES: Readonly<Record<string, PlainKey>> = { Healthy: 'stateHealthy', Degraded: 'stateDegraded', Unhealthy: 'stateUnhealthy' };

function statusText(status: string | null | undefined): string {
  const known = status ? STATUSES[status] : 'notRunYet';
  return known ? t(known) : (status ?? '');
}

function Report({ report }: { readonly report: HealthReport }) {
  const tone = report.status === 'Healthy' ? 'ok' : report.status === 'Degraded' ? 'warn' : report.status === 'Unhealthy' ? 'bad' : 'busy';
  return (
    <li className="report">
      <ToneMark tone={tone} />
      <div>
        <p>
          <b>{report.name}</b> <span>{statusText(report.status)}</span>
        </p>
        {report.description && <p className="dim">{report.description}</p>}
        {report.error && <pre className="error-text">{report.error}</pre>}
        {report.lastRunAt && <p className="dim small"><Text of="lastRun" values={{ time: <Time value={report.lastRunAt} /> }} /></p>}
      </div>
    </li>
  );
}

function Properties({ resource }: { readonly resource: ResourceView }) {
  const known: [string, unknown][] = [
    [t('name'), resource.name],
    [t('group'), resource.group],
    [t('source'), resource.source],
    [t('process'), resource.pid],
    [t('exitCode'), resource.exitCode],
  ];
  const times: [string, string | null | undefined][] = [
    [t('created'), resource.createdAt],
    [t('started'), resource.startedAt],
    [t('stopped'), resource.stoppedAt],
  ];
  // The process stands above.
  const others = resource.properties.filter((one) => one.name !== 'executable.pid');
  return (
    <Section title={t('properties')}>
      <dl className="values">
        {known.map(([name, value]) => (value === null || value === undefined || value === '' ? null : <ValueRow key={name} name={name} value={value} />))}
        {times.map(([name, value]) => (value ? <ValueRow key={name} name={name} value={value} display={<Time value={value} />} /> : null))}
      </dl>
      {others.length > 0 && <SecretValues resource={resource.name} kind="properties" values={others} />}
    </Section>
  );
}

function Environment({ resource }: { readonly resource: ResourceView }) {
  const { notify } = useNotifications();
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const shown = resource.environment.filter((one) => `${one.name} ${one.value ?? ''}`.toLowerCase().includes(filter.toLowerCase()));
  const hasSecrets = resource.environment.some((one) => one.isSecret);
  const save = async (withSecrets: boolean) => {
    try {
      const values = withSecrets ? (await fetchSecrets(resource.name)).environment : resource.environment;
      download(`${resource.name}.env`, toDotEnv(values));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notify('error', t('environmentNotExported', { name: resource.displayName }), error.message);
    }
  };
  return (
    <Section
      title={t('environment')}
      count={resource.environment.length}
      actions={
        <>
          <SearchField label={t('filterEnvironment')} value={filter} onChange={setFilter} />
          {hasSecrets && <Toggle icon={all ? 'eyeOff' : 'eye'} on={all} onChange={setAll}>{t('revealAll')}</Toggle>}
          {hasSecrets ? (
            <Popover label={t('exportEnv')} icon="download" text=".env" chevron>
              {(close) => (
                <div className="menu">
                  <button type="button" onClick={() => { close(); void save(false); }}>{t('withoutSecrets')}</button>
                  <button type="button" onClick={() => { close(); void save(true); }}>{t('withSecrets')}</button>
                </div>
              )}
            </Popover>
          ) : (
            <Button icon="download" onClick={() => void save(false)}>.env</Button>
          )}
        </>
      }
    >
      {shown.length === 0 ? <p className="dim pad">{t('noVariable', { text: filter })}</p> : <SecretValues resource={resource.name} kind="environment" values={shown} revealAll={all} />}
    </Section>
  );
}

function Relationships({ resource }: { readonly resource: ResourceView }) {
  const { resources } = useResources();
  const back = resources.flatMap((other) => other.relationships.filter((one) => isNamed(resource, one.resourceName)).map((one) => ({ name: other.name, type: one.type })));
  if (resource.relationships.length + back.length === 0) return null;
  const linkTo = (name: string) => {
    const [target] = named(resources, name);
    return target ? <Link href={`/resources${changeSearch(location.search, { selected: target.name })}`}>{name}</Link> : <span>{name}</span>;
  };
  return (
    <Section title={t('relationships')} count={resource.relationships.length + back.length}>
      <ul className="rows">
        {resource.relationships.map((one) => (
          <li key={`${one.resourceName} ${one.type}`}><Icon name="chevronRight" size={14} /> {linkTo(one.resourceName)} <span className="dim">{relationshipText(one.type)}</span></li>
        ))}
        {back.map((one) => (
          <li key={`back ${one.name} ${one.type}`}><span className="dim">{t('usedBy')}</span> {linkTo(one.name)} <span className="dim">{relationshipText(one.type)}</span></li>
        ))}
      </ul>
    </Section>
  );
}
