import { groupBy } from '../collections/group-by.ts';
import { useState } from 'react';
import type { Instrument } from '../api/types.ts';
import { Link } from '../routing/Link.tsx';
import { changeSearch } from '../routing/location.ts';
import { ResourceName } from '../ui/ResourceName.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { t } from '../language/language.ts';

interface InstrumentTreeProps {
  readonly instruments: readonly Instrument[];
  readonly chosen: Instrument | undefined;
  readonly onChosen: () => void;
}

const sorted = <T,>(groups: Map<string, T>): readonly (readonly [string, T])[] => [...groups].sort(([a], [b]) => a.localeCompare(b));

/** Instruments by resource and meter. */
export function InstrumentTree({ instruments, chosen, onChosen }: InstrumentTreeProps) {
  const [text, setText] = useState('');
  const found = instruments.filter((one) => `${one.resource} ${one.meter} ${one.name} ${one.description ?? ''}`.toLowerCase().includes(text.toLowerCase()));
  const hrefOf = (one: Instrument) => {
    const without = Object.fromEntries([...new URLSearchParams(location.search).keys()].filter((name) => name.startsWith('attr.')).map((name) => [name, null]));
    return `/metrics${changeSearch(location.search, { ...without, show: null, resource: one.resource, meter: one.meter, name: one.name })}`;
  };
  return (
    <nav className="tree" aria-label={t('instruments')}>
      <SearchField label={t('filterInstruments')} value={text} onChange={setText} placeholder={t('filterInstruments')} />
      <div className="tree-body" tabIndex={0} role="group" aria-label={t('instrumentsByResource')}>
        {found.length === 0 && <p className="dim pad">{t('noInstrument', { text })}</p>}
        {sorted(groupBy(found, (one) => one.resource)).map(([resource, ofResource]) => (
          <details key={resource} open={text !== '' || resource === chosen?.resource || instruments.length < 40}>
            <summary><ResourceName name={resource} /> <span className="count">{ofResource.length}</span></summary>
            {sorted(groupBy(ofResource, (one) => one.meter)).map(([meter, ofMeter]) => (
              <div key={meter} className="meter">
                <p className="dim">{meter}</p>
                <ul>
                  {ofMeter.toSorted((a, b) => a.name.localeCompare(b.name)).map((one) => (
                    <li key={one.name}>
                      <Link href={hrefOf(one)} onClick={onChosen} aria-current={one === chosen ? 'true' : undefined} title={one.description ?? undefined}>{one.name}</Link>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </details>
        ))}
      </div>
    </nav>
  );
}
