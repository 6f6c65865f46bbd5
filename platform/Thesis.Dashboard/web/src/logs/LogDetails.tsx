import type { LogItem } from '../api/types.ts';
import { withQuery } from '../api/http.ts';
import { textOf } from '../format/text.ts';
import { Link } from '../routing/Link.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Details, Section } from '../ui/Details.tsx';
import { Icon } from '../ui/Icon.tsx';
import { ResourceName } from '../ui/ResourceName.tsx';
import { Time } from '../ui/Time.tsx';
import { CopyButton, ValueRow } from '../ui/Values.tsx';
import { LevelMark } from './LevelMark.tsx';
import type { FieldFilter } from './log-filter.ts';
import { t } from '../language/language.ts';

interface LogDetailsProps {
  readonly log: LogItem;
  readonly run: string | null;
  readonly onField: (field: FieldFilter) => void;
  readonly onTrace: (traceId: string) => void;
  readonly onClose: () => void;
}

/** One log entry whole, each attribute a filter. */
export function LogDetails({ log, run, onField, onTrace, onClose }: LogDetailsProps) {
  return (
    <Details title={t('logEntry')} of={String(log.id)} onClose={onClose} actions={<CopyButton text={JSON.stringify(log, null, 2)} label={t('copyAsJson')} />}>
      <div className="details-summary">
        <LevelMark level={log.level} />
        <ResourceName name={log.resource} />
        <Time value={log.time} form="clock" />
      </div>
      <div className="log-message">
        <p>{log.message}</p>
        <CopyButton text={log.message} label={t('copyMessage')} />
      </div>
      {log.exception && (
        <Section title={t('exception')} actions={<CopyButton text={log.exception} label={t('copyException')} />}>
          <pre className="error-text" tabIndex={0} aria-label={t('exception')}>{log.exception}</pre>
        </Section>
      )}
      {log.traceId && (
        <Section title={t('trace')}>
          <ul className="rows">
            <li>
              <Icon name="traces" size={16} />
              <Link className="mono" href={withQuery(`/traces/${log.traceId}`, { run, span: log.spanId })}>{log.traceId.slice(0, 16)}…</Link>
              <button type="button" className="inline-button" onClick={() => onTrace(log.traceId ?? '')}>{t('allOfTrace')}</button>
            </li>
          </ul>
        </Section>
      )}
      <Section title={t('attributes')} count={Object.keys(log.attributes).length}>
        <dl className="values">
          {log.category && <ValueRow name={t('category')} value={log.category} />}
          {Object.entries(log.attributes).map(([name, value]) => (
            <ValueRow key={name} name={name} value={value} actions={<IconButton icon="filter" label={t('onlyWith', { name })} onClick={() => onField({ name, value: textOf(value) })} />} />
          ))}
        </dl>
      </Section>
    </Details>
  );
}
