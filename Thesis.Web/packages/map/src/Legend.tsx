import { useMapText } from './text.ts';

const ENTRIES = [
  ['urgent', 'bad', <rect key="s" x="2" y="2" width="12" height="12" />],
  ['soon', 'warn', <path key="s" d="M8 1 15 14H1Z" />],
  ['calm', 'good', <circle key="s" cx="8" cy="8" r="7" />],
  ['driver', 'info', <path key="s" d="M8 0 16 8 8 16 0 8Z" />],
  ['donor', 'map-text', <circle key="s" cx="8" cy="8" r="4" />],
  ['ngo', 'map-text', <circle key="s" cx="8" cy="8" r="5.5" fill="none" strokeWidth="2.5" />],
] as const;

/** What the shapes mean; on a phone it is folded, not missing. */
export function Legend() {
  const text = useMapText();
  return (
    <details className="legend" open={matchMedia('(min-width: 48em)').matches}>
      <summary>{text('legend')}</summary>
      <ul>
        {ENTRIES.map(([name, colour, shape]) => (
          <li key={name}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill={`var(--thesis-${colour})`} stroke={name === 'ngo' ? `var(--thesis-${colour})` : 'none'}>
              {shape}
            </svg>
            {text(`kind.${name}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
