import { useState } from 'react';
import type { ResourceView } from '../api/types.ts';
import { IconButton } from '../ui/Button.tsx';
import { Message } from '../ui/Message.tsx';
import { CopyButton } from '../ui/Values.tsx';
import { ResourceActions } from './Commands.tsx';
import { useSecrets } from './secrets.ts';
import { StateMark } from './StateMark.tsx';
import { t } from '../language/language.ts';

const isValue = (name: string) => name.toLowerCase() === 'value' || name.toLowerCase().endsWith('.value');

/** The application's parameters with their values, and the commands that set or delete them. */
export function ParametersTab({ parameters, onSelect }: { readonly parameters: readonly ResourceView[]; readonly onSelect: (name: string) => void }) {
  if (parameters.length === 0) {
    return (
      <Message icon="parameters" title={t('noParameters')}>
        <p>{t('noParametersText')}</p>
      </Message>
    );
  }
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('parameters')}>
      <table className="table parameters cards">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('value')}</th>
            <th scope="col"><span className="visually-hidden">{t('actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          {parameters.map((one) => (
            <tr key={one.name}>
              <td className="cell-name"><button type="button" className="row-name" onClick={() => onSelect(one.name)}><span className="row-title">{one.displayName}</span></button></td>
              <td className="cell-state"><StateMark resource={one} /></td>
              <td className="cell-urls mono"><ParameterValue parameter={one} /></td>
              <td className="cell-actions"><ResourceActions resource={one} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ParameterValue({ parameter }: { readonly parameter: ResourceView }) {
  const [shown, setShown] = useState(false);
  const property = parameter.properties.find((one) => isValue(one.name));
  const secrets = useSecrets(parameter.name, shown && property?.isSecret === true);
  if (!property || parameter.state === 'ValueMissing') return <span className="dim">–</span>;
  if (!property.isSecret) return <span className="inline-value">{property.value} <CopyButton text={property.value ?? ''} label={t('copyNamed', { name: parameter.displayName })} /></span>;
  const known = shown ? secrets.data?.properties.get(property.name) : undefined;
  return (
    <span className="inline-value">
      {known ?? (secrets.error && shown ? <span className="error">{secrets.error.message}</span> : <span className="masked" aria-label={t('hidden')}>••••••••</span>)}
      <IconButton icon={shown ? 'eyeOff' : 'eye'} label={t(shown ? 'hideNamed' : 'revealNamed', { name: parameter.displayName })} onClick={() => setShown(!shown)} />
      {known && <CopyButton text={known} label={t('copyNamed', { name: parameter.displayName })} />}
    </span>
  );
}
