import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Exemplar } from '../api/types.ts';
import { withQuery } from '../api/http.ts';
import { Link } from '../routing/Link.tsx';
import { clockTime } from '../format/time.ts';
import type { Line } from './lines.ts';
import { niceScale, splitAtGaps, timeScale } from './scale.ts';
import { currentLocale, t } from '../language/language.ts';

interface ChartProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly exemplars: readonly Exemplar[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly format: (value: number) => string;
  readonly run: string | null;
}

const HEIGHT = 300;
const PAD = { top: 12, right: 12, bottom: 26, left: 64 };
const GAP_TIMES = 4;

function useWidth(): [(element: HTMLElement | null) => void, number] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(200, entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}

/** Lines over time with a reading under the pointer or the arrow keys, and dots that lead to the traces of single measurements. */
export function Chart({ label, lines, exemplars, fromMs, toMs, format, run }: ChartProps) {
  const [setBox, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const clip = useId();
  const frame = useRef<SVGSVGElement>(null);
  const inner = { width: width - PAD.left - PAD.right, height: HEIGHT - PAD.top - PAD.bottom };
  const inRange = lines.map((line) => ({ ...line, points: line.points.filter((point) => point.ms >= fromMs && point.ms <= toMs) }));
  const values = inRange.flatMap((line) => line.points.map((point) => point.value));
  const marks = niceScale(values.length ? Math.min(...values) : 0, values.length ? Math.max(...values) : 1, 5);
  const [low = 0, high = 1] = [marks[0], marks.at(-1)];
  const x = (ms: number) => PAD.left + ((ms - fromMs) / (toMs - fromMs)) * inner.width;
  const y = (value: number) => PAD.top + inner.height - ((value - low) / (high - low || 1)) * inner.height;
  const times = timeScale(fromMs, toMs, width < 500 ? 3 : 6, new Date(toMs).getTimezoneOffset() * 60_000);
  const moments = [...new Set(inRange.flatMap((line) => line.points.map((point) => point.ms)))].sort((a, b) => a - b);
  const nearest = at === null ? null : moments.reduce<number | null>((best, ms) => (best === null || Math.abs(ms - at) < Math.abs(best - at) ? ms : best), null);

  const onPointer = (event: PointerEvent) => {
    const left = frame.current?.getBoundingClientRect().left ?? 0;
    setAt(fromMs + ((event.clientX - left - PAD.left) / inner.width) * (toMs - fromMs));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const index = nearest === null ? moments.length : moments.indexOf(nearest);
    const next = moments[Math.max(0, Math.min(moments.length - 1, index + (event.key === 'ArrowRight' ? 1 : -1)))];
    if (next !== undefined) setAt(next);
  };
  const reading = nearest === null ? [] : inRange.flatMap((line, index) => {
    const point = line.points.find((one) => one.ms === nearest);
    return point ? [{ name: line.name, index, value: point.value }] : [];
  });

  return (
    <figure className="chart" ref={setBox}>
      <svg ref={frame} width={width} height={HEIGHT} role="application" aria-roledescription={t('chartRole')} aria-label={t('chartHelp', { label })} tabIndex={0} onPointerMove={onPointer} onPointerLeave={() => setAt(null)} onBlur={() => setAt(null)} onKeyDown={onKeyDown}>
        <defs>
          <clipPath id={clip}><rect x={PAD.left} y={PAD.top - 4} width={inner.width} height={inner.height + 8} /></clipPath>
        </defs>
        {marks.map((mark) => (
          <g key={mark}>
            <line className="grid" x1={PAD.left} x2={width - PAD.right} y1={y(mark)} y2={y(mark)} />
            <text className="axis" x={PAD.left - 8} y={y(mark) + 4} textAnchor="end">{format(mark)}</text>
          </g>
        ))}
        {times.filter((ms) => x(ms) < width - 26).map((ms) => (
          <text key={ms} className="axis" x={x(ms)} y={HEIGHT - 8} textAnchor="middle">{toMs - fromMs > 86_400_000 ? new Date(ms).toLocaleDateString(currentLocale()) : clockTime(new Date(ms).toISOString()).slice(0, toMs - fromMs >= 600_000 ? 5 : 8)}</text>
        ))}
        <g clipPath={`url(#${clip})`}>
          {inRange.map((line, index) => splitAtGaps(line.points, GAP_TIMES).map((part, number) => <path key={`${line.name} ${number}`} className="line" data-line={index} d={part.map((point, i) => `${i ? 'L' : 'M'}${x(point.ms).toFixed(1)} ${y(point.value).toFixed(1)}`).join('')} />))}
          {inRange.flatMap((line, index) => (line.points.length === 1 ? line.points.map((point) => <circle key={line.name} className="dot-mark" data-line={index} cx={x(point.ms)} cy={y(point.value)} r={3} />) : []))}
        </g>
        {nearest !== null && <line className="cursor" x1={x(nearest)} x2={x(nearest)} y1={PAD.top} y2={PAD.top + inner.height} />}
        {nearest !== null && reading.map((one) => <circle key={one.name} className="dot-mark" data-line={one.index} cx={x(nearest)} cy={y(one.value)} r={4} />)}
      </svg>
      <div className="exemplars">
        {exemplars.filter((one) => Date.parse(one.time) >= fromMs && Date.parse(one.time) <= toMs && one.value >= low && one.value <= high).map((one) => (
          <Link key={`${one.traceId} ${one.spanId} ${one.time}`} className="exemplar" href={withQuery(`/traces/${one.traceId}`, { run, span: one.spanId })} style={{ left: x(Date.parse(one.time)), top: y(one.value) }} aria-label={t('exemplarTrace', { value: format(one.value), time: clockTime(one.time) })} title={t('exemplarTitle', { value: format(one.value), time: clockTime(one.time) })} />
        ))}
      </div>
      {nearest !== null && reading.length > 0 && (
        <div className="reading" style={x(nearest) > width / 2 ? { right: width - x(nearest) + 12 } : { left: x(nearest) + 12 }} role="status">
          <p className="dim">{clockTime(new Date(nearest).toISOString()).slice(0, 8)}</p>
          {reading.map((one) => (
            <p key={one.name}><span className="swatch" data-line={one.index} /> <span className="reading-name">{one.name}</span> <b>{format(one.value)}</b></p>
          ))}
        </div>
      )}
      <figcaption className="legend">
        {lines.map((line, index) => <span key={line.name}><span className="swatch" data-line={index} /> {line.name}</span>)}
        {exemplars.length > 0 && <span><span className="exemplar-swatch" /> {t('exemplarsLegend')}</span>}
      </figcaption>
    </figure>
  );
}
