import type { ResourceCommand, ResourceView } from '../api/types.ts';
import { withQuery } from '../api/http.ts';
import { Link } from '../routing/Link.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Popover } from '../ui/Popover.tsx';
import { useResources } from './resources-store.ts';
import { t } from '../language/language.ts';
import { commandAbout, commandName } from './command-texts.ts';

function iconOf(command: string): IconName {
  const name = command.toLowerCase();
  if (name.includes('restart')) return 'restart';
  if (name.includes('start')) return 'play';
  if (name.includes('stop')) return 'stop';
  if (name.includes('rebuild') || name.includes('build')) return 'rebuild';
  if (name.includes('delete') || name.includes('reset') || name.includes('clear')) return 'trash';
  if (name.includes('parameter')) return 'parameters';
  return 'play';
}

export const visibleCommands = (resource: ResourceView): readonly ResourceCommand[] => resource.commands.filter((command) => command.state !== 'Hidden');

/** The highlighted commands as buttons, and all of them in a menu. */
export function ResourceActions({ resource, onOpen }: { readonly resource: ResourceView; readonly onOpen?: () => void }) {
  const { run } = useResources();
  const commands = visibleCommands(resource);
  return (
    <div className="actions">
      {commands
        .filter((command) => command.isHighlighted)
        .map((command) => (
          <IconButton key={command.name} icon={iconOf(command.name)} label={`${commandName(command)} ${resource.displayName}`} disabled={command.state === 'Disabled'} onClick={() => run(resource, command)} />
        ))}
      <Popover label={t('actionsFor', { name: resource.displayName })} icon="more" className="icon-button" text={null}>
        {(close) => (
          <div className="menu">
            {onOpen && (
              <button type="button" onClick={() => { close(); onOpen(); }}>
                <Icon name="view" /> {t('details')}
              </button>
            )}
            {resource.type !== 'Parameter' && (
              <>
                <Link href={withQuery('/console', { resource: resource.name })} onClick={close}><Icon name="console" /> {t('consoleLogs')}</Link>
                <Link href={withQuery('/logs', { resource: resource.displayName })} onClick={close}><Icon name="logs" /> {t('structuredLogs')}</Link>
                <Link href={withQuery('/traces', { resource: resource.displayName })} onClick={close}><Icon name="traces" /> {t('traces')}</Link>
                <Link href={withQuery('/metrics', { resource: resource.displayName })} onClick={close}><Icon name="metrics" /> {t('metrics')}</Link>
              </>
            )}
            {commands.length > 0 && <hr />}
            {commands.map((command) => (
              <button key={command.name} type="button" disabled={command.state === 'Disabled'} title={commandAbout(command)} onClick={() => { close(); run(resource, command); }}>
                <Icon name={iconOf(command.name)} /> {commandName(command)}
              </button>
            ))}
          </div>
        )}
      </Popover>
    </div>
  );
}
