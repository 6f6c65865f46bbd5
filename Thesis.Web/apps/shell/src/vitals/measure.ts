import { keptUser } from '@thesis/portal';
import { onCLS, onINP, onLCP, type CLSMetric, type INPMetric, type LCPMetric } from 'web-vitals';
import { screens } from './screens.ts';

type Metric = CLSMetric | INPMetric | LCPMetric;

interface Vital {
  readonly name: string;
  readonly value: number;
  readonly screen: string;
  readonly device: string;
}

const PHONE = '(max-width: 47.99em)';

const deviceOf = (): string => (matchMedia(PHONE).matches ? 'phone' : matchMedia('(pointer: coarse)').matches ? 'tablet' : 'desktop');

/** When what a vital measures happened: the largest shift, the slowest interaction, the largest paint. */
const timeOf = (metric: Metric): number => {
  if (metric.name === 'CLS') return metric.entries.reduce((worst, shift) => (shift.value > worst.value ? shift : worst), { value: -1, startTime: 0 }).startTime;
  return (metric.name === 'LCP' ? metric.entries.at(-1) : metric.entries[0])?.startTime ?? 0;
};

let waiting: Vital[] = [];

/** Sends what was measured; what cannot be sent is dropped: measuring must never be in the way. Only users are measured. */
function send(): void {
  const vitals = waiting;
  waiting = [];
  if (vitals.length === 0 || keptUser() === null) return;
  void fetch('/bff/telemetry', {
    method: 'POST', credentials: 'same-origin', keepalive: true, headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' }, body: JSON.stringify({ vitals }),
  }).catch(() => undefined);
}

function note(metric: Metric): void {
  const screen = screens.at(timeOf(metric));
  if (screen === null) return;
  if (waiting.length === 0) queueMicrotask(send);
  waiting.push({ name: metric.name.toLowerCase(), value: metric.value, screen, device: deviceOf() });
}

/** Measures the visit's Core Web Vitals. They are final when the page is left or hidden, and are sent then. */
export function measureVitals(): void {
  onLCP(note);
  onINP(note);
  onCLS(note);
}
