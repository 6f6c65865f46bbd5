import { Fragment, useState } from 'react';
import type { ResourceView } from '../api/types.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Time } from '../ui/Time.tsx';
import { ResourceActions } from './Commands.tsx';
import { groupResources, groupText, UNGROUPED } from './resource-filter.ts';
import { ResourceUrls } from './ResourceUrls.tsx';
import { StateMark } from './StateMark.tsx';
import { t } from '../language/language.ts';
import { typeText } from './known-names.ts';

interface ResourceTableProps {
  readonly resources: readonly ResourceView[];
  readonly selected: string | null;
  readonly onSelect: (name: string) => void;
}

export function iconOfType(type: string): IconName {
  if (type === 'Project') return 'project';
  if (type === 'Parameter') return 'parameters';
  if (/postgres|redis|sql|kafka|database|cache|storage/i.test(type)) return 'database';
  if (/connection|external/i.test(type)) return 'link';
  return 'executable';
}

/** The resources by group; on a phone each row becomes a card. */
export function ResourceTable({ resources, selected, onSelect }: ResourceTableProps) {
  const [closed, setClosed] = useState<readonly string[]>([]);
  const groups = groupResources(resources);
  const showGroups = groups.length > 1 || groups[0]?.name !== UNGROUPED;
  const toggle = (name: string) => setClosed((old) => (old.includes(name) ? old.filter((one) => one !== name) : [...old, name]));
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('resources')}>
      <table className="table resources cards">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('started')}</th>
            <th scope="col">{t('source')}</th>
            <th scope="col">{t('urls')}</th>
            <th scope="col"><span className="visually-hidden">{t('actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => {
            const open = !closed.includes(group.name);
            return (
              <Fragment key={group.name}>
                {showGroups && (
                  <tr className="group-row">
                    <th colSpan={6} scope="colgroup">
                      <button type="button" aria-expanded={open} onClick={() => toggle(group.name)}>
                        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} /> {groupText(group.name)} <span className="count">{group.rows.length}</span>
                      </button>
                    </th>
                  </tr>
                )}
                {open && group.rows.map(({ resource, depth }) => <ResourceTableRow key={resource.name} resource={resource} depth={depth} selected={resource.name === selected} onSelect={onSelect} />)}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface ResourceTableRowProps {
  readonly resource: ResourceView;
  readonly depth: number;
  readonly selected: boolean;
  readonly onSelect: (name: string) => void;
}

function ResourceTableRow({ resource, depth, selected, onSelect }: ResourceTableRowProps) {
  const open = () => onSelect(resource.name);
  return (
    <tr data-selected={selected || undefined} data-hidden-resource={resource.isHidden || undefined}>
      <td className="cell-name" style={{ '--depth': depth }}>
        <button type="button" className="row-name" aria-pressed={selected} onClick={open}>
          <Icon name={iconOfType(resource.type)} />
          <span>
            <span className="row-title">{resource.displayName}</span>
            <span className="row-sub">{typeText(resource.type)}{resource.displayName !== resource.name && ` · ${resource.name}`}</span>
          </span>
        </button>
      </td>
      <td className="cell-state"><StateMark resource={resource} /></td>
      <td className="cell-started" data-label={t('started')}>{resource.startedAt ? <Time value={resource.startedAt} /> : <span className="dim">–</span>}</td>
      <td className="cell-source mono" title={resource.source ?? undefined}>{resource.source ? <bdi>{resource.source}</bdi> : <span className="dim">–</span>}</td>
      <td className="cell-urls"><ResourceUrls urls={resource.urls} name={resource.displayName} /></td>
      <td className="cell-actions"><ResourceActions resource={resource} onOpen={open} /></td>
    </tr>
  );
}
