import { useState } from 'react';
import type { NamedValue } from '../api/types.ts';
import { IconButton } from '../ui/Button.tsx';
import { CopyButton, ValueRow } from '../ui/Values.tsx';
import { useSecrets } from './secrets.ts';
import { t } from '../language/language.ts';
import { propertyText } from './known-names.ts';

interface SecretValuesProps {
  readonly resource: string;
  readonly kind: 'environment' | 'properties';
  readonly values: readonly NamedValue[];
  readonly revealAll?: boolean;
}

/** Names with values; those of secrets are dots until they are revealed. */
export function SecretValues({ resource, kind, values, revealAll = false }: SecretValuesProps) {
  const [revealed, setRevealed] = useState<readonly string[]>([]);
  const secrets = useSecrets(resource, revealAll || revealed.length > 0);
  return (
    <dl className="values">
      {values.map(({ name, value, isSecret }) => {
        const shownName = kind === 'properties' ? propertyText(name) : name;
        if (!isSecret) return <ValueRow key={name} name={shownName} value={value} />;
        const wanted = revealAll || revealed.includes(name);
        const known = wanted ? secrets.data?.[kind].get(name) : undefined;
        const toggle = () => setRevealed((old) => (old.includes(name) ? old.filter((one) => one !== name) : [...old, name]));
        const display = known !== undefined ? (known ?? '') : wanted ? (secrets.error ? <span className="error">{secrets.error.message}</span> : t('asking')) : <span className="masked" aria-label={t('hidden')}>••••••••</span>;
        return (
          <ValueRow
            key={name}
            name={shownName}
            value={known ?? ''}
            display={display}
            actions={
              <>
                {!revealAll && <IconButton icon={wanted ? 'eyeOff' : 'eye'} label={t(wanted ? 'hideNamed' : 'revealNamed', { name: shownName })} onClick={toggle} />}
                {typeof known === 'string' && <CopyButton text={known} label={t('copyNamed', { name: shownName })} />}
              </>
            }
          />
        );
      })}
    </dl>
  );
}
