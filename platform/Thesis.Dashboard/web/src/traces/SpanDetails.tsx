import type { LogItem, Span } from '../api/types.ts';
import { withQuery } from '../api/http.ts';
import { duration } from '../format/time.ts';
import { ConversationView } from '../genai/ConversationView.tsx';
import { conversationOf } from '../genai/conversation.ts';
import { LevelMark } from '../logs/LevelMark.tsx';
import { Link } from '../routing/Link.tsx';
import { Details, Section } from '../ui/Details.tsx';
import { Icon } from '../ui/Icon.tsx';
import { ResourceName } from '../ui/ResourceName.tsx';
import { Time } from '../ui/Time.tsx';
import { CopyButton, ValueRow, Values } from '../ui/Values.tsx';
import { t } from '../language/language.ts';

interface SpanDetailsProps {
  readonly traceId: string;
  readonly span: Span;
  readonly logs: readonly LogItem[];
  readonly run: string | null;
  readonly onClose: () => void;
}

export const isError = (span: Span): boolean => span.status.toLowerCase() === 'error';

/** One span whole: attributes, events, links and what was logged during it. */
export function SpanDetails({ traceId, span, logs, run, onClose }: SpanDetailsProps) {
  const attributes = Object.entries(span.attributes);
  const conversation = conversationOf(span, logs);
  return (
    <Details title={span.name} of={span.spanId} onClose={onClose} actions={<CopyButton text={JSON.stringify(span, null, 2)} label={t('copyAsJson')} />}>
      <div className="details-summary">
        <ResourceName name={span.resource} />
        <span className="capital">{span.kind}</span>
        <b>{duration(span.durationMs)}</b>
        <span className="dim">{t('afterDuration', { duration: duration(span.offsetMs) })}</span>
      </div>
      {isError(span) && (
        <p className="error-box"><Icon name="error" size={16} /> {span.statusMessage || t('spanFailed')}</p>
      )}
      {conversation && (
        <Section title={t('conversation')} count={conversation.messages.length}>
          <ConversationView of={conversation} />
        </Section>
      )}
      <Section title={t('attributes')} count={attributes.length}>
        {attributes.length === 0 ? <p className="dim pad">{t('none')}</p> : <Values of={span.attributes} />}
      </Section>
      {span.events.length > 0 && (
        <Section title={t('events')} count={span.events.length}>
          {span.events.map((event, index) => (
            <details key={index} className="event" open={event.name === 'exception'}>
              <summary><span className="event-name">{event.name}</span> <span className="dim">+{duration(Date.parse(event.time) - Date.parse(span.startTime))}</span></summary>
              {Object.keys(event.attributes).length > 0 && <Values of={event.attributes} />}
            </details>
          ))}
        </Section>
      )}
      {logs.length > 0 && (
        <Section title={t('logs')} count={logs.length}>
          <ul className="rows">
            {logs.map((log) => (
              <li key={log.id} className="span-log">
                <LevelMark level={log.level} />
                <Link href={withQuery('/logs', { run, traceId, selected: String(log.id) })}>{log.message}</Link>
                <Time value={log.time} form="clock" />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {span.links.length > 0 && (
        <Section title={t('links')} count={span.links.length}>
          <ul className="rows">
            {span.links.map((link) => (
              <li key={`${link.traceId} ${link.spanId}`}>
                <Icon name="link" size={16} />
                <Link className="mono" href={withQuery(`/traces/${link.traceId}`, { run, span: link.spanId })}>{link.traceId === traceId ? t('linkToSpan', { id: link.spanId }) : t('linkToTrace', { id: link.traceId.slice(0, 12) })}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('identity')}>
        <dl className="values">
          <ValueRow name={t('span')} value={span.spanId} />
          {span.parentSpanId && <ValueRow name={t('parent')} value={span.parentSpanId} />}
          <ValueRow name={t('trace')} value={traceId} />
          {span.scope && <ValueRow name={t('scope')} value={span.scope} />}
          <ValueRow name={t('started')} value={span.startTime} display={<Time value={span.startTime} form="clock" />} />
        </dl>
      </Section>
    </Details>
  );
}
