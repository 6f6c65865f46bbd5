import { useEffect, useState } from 'react';
import { clockTime, longDuration, shortTime, utcTime } from '../format/time.ts';
import { t } from '../language/language.ts';

interface TimeProps {
  readonly value: string;
  /** `clock` for rows of events: to the millisecond; `short` for when something began. */
  readonly form?: 'clock' | 'short';
}

/** A time where the reader is, with the exact UTC time as its title. */
export function Time({ value, form = 'short' }: TimeProps) {
  return (
    <time dateTime={value} title={utcTime(value)}>
      {form === 'clock' ? clockTime(value) : shortTime(value, new Date())}
    </time>
  );
}

/** How long ago that was, counting. */
export function Elapsed({ since }: { readonly since: string }) {
  const now = useNow(1000);
  return <span title={t('since', { time: utcTime(since) })}>{longDuration(now - Date.parse(since))}</span>;
}

/** The present, again every so many milliseconds. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
