import { useCallback, useMemo } from 'react';
import { useSearch } from '../routing/location.ts';
import { Button, Toggle } from '../ui/Button.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Failure, Loading, Message } from '../ui/Message.tsx';
import { ChoiceMenu } from '../ui/Popover.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Toolbar } from '../ui/Toolbar.tsx';
import { ParametersTab } from './ParametersTab.tsx';
import { filterResources, groupOf, groupText, healthOf, healthText, readResourceFilter, writeResourceFilter, type ResourceFilter, type ResourcesTab } from './resource-filter.ts';
import { isParameter, lacksValue, stateOf, stateText } from './resource-state.ts';
import { ResourceDetails } from './ResourceDetails.tsx';
import { ResourceGraph } from './ResourceGraph.tsx';
import { ResourceTable } from './ResourceTable.tsx';
import { useResources } from './resources-store.ts';
import { type PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';
import { typeText } from './known-names.ts';

const TABS: readonly (readonly [ResourcesTab, PlainKey, IconName])[] = [
  ['table', 'table', 'table'],
  ['graph', 'graph', 'graph'],
  ['parameters', 'parameters', 'parameters'],
];

const distinct = (values: readonly string[]) => [...new Set(values)].sort();

/** Everything the application consists of. */
export default function ResourcesPage() {
  const { resources, status, error, retry } = useResources();
  const [search, update] = useSearch();
  const filter = useMemo(() => readResourceFilter(search), [search]);
  const set = (change: Partial<ResourceFilter>) => update(writeResourceFilter(change));
  const selectedName = search.get('selected');
  const selected = resources.find((one) => one.name === selectedName);
  const select = useCallback((name: string | null) => update({ selected: name }), [update]);
  const close = useCallback(() => update({ selected: null }), [update]);

  const parameters = resources.filter(isParameter);
  const running = resources.filter((one) => !isParameter(one));
  const shown = filterResources(running, filter);
  const hiddenCount = running.filter((one) => one.isHidden).length;
  const active = filter.types.length + filter.states.length + filter.healths.length + filter.groups.length;
  const missing = parameters.filter(lacksValue).length;

  const body = () => {
    if (status === 'failed' && error) return <Failure title={t('resourcesNotShown')} error={error} onRetry={retry} />;
    if (status === 'loading') return <Loading text={t('loadingResources')} />;
    if (filter.tab === 'parameters') return <ParametersTab parameters={filterResources(parameters, { ...filter, hidden: true, types: [], states: [], healths: [], groups: [] })} onSelect={select} />;
    if (running.length === 0) {
      return (
        <Message icon="resources" title={t('noResources')}>
          <p>{t('noResourcesText')}</p>
        </Message>
      );
    }
    if (shown.length === 0) {
      return (
        <Message title={t('noResourcePasses')}>
          <Button onClick={() => set({ text: '', types: [], states: [], healths: [], groups: [], hidden: hiddenCount === running.length })}>{t('showAllCount', { count: running.length })}</Button>
        </Message>
      );
    }
    if (filter.tab === 'graph') return <ResourceGraph resources={shown} selected={selectedName} onSelect={select} />;
    return <ResourceTable resources={shown} selected={selectedName} onSelect={select} />;
  };

  return (
    <div className="page">
      <Toolbar
        title={t('resources')}
        search={<SearchField label={t('filterResources')} value={filter.text} onChange={(text) => set({ text })} placeholder={t('filterResources')} />}
        active={active}
        filters={
          filter.tab !== 'parameters' && (
            <>
              <ChoiceMenu label={t('type')} choices={distinct(running.map((one) => one.type))} format={typeText} chosen={filter.types} onChange={(types) => set({ types })} />
              <ChoiceMenu label={t('state')} choices={distinct(running.map((one) => stateOf(one).key))} format={stateText} chosen={filter.states} onChange={(states) => set({ states })} />
              <ChoiceMenu label={t('health')} choices={distinct(running.map(healthOf))} format={healthText} chosen={filter.healths} onChange={(healths) => set({ healths })} />
              {running.some((one) => one.group) && <ChoiceMenu label={t('group')} choices={distinct(running.map(groupOf))} format={groupText} chosen={filter.groups} onChange={(groups) => set({ groups })} />}
              {(hiddenCount > 0 || filter.hidden) && <Toggle icon="eye" on={filter.hidden} onChange={(hidden) => set({ hidden })}>{t('hiddenCount', { count: hiddenCount })}</Toggle>}
            </>
          )
        }
      />
      <div className="tabs" role="group" aria-label={t('view')}>
        {TABS.map(([tab, name, icon]) => (
          <button key={tab} type="button" aria-pressed={filter.tab === tab} onClick={() => set({ tab })}>
            <Icon name={icon} size={16} /> {t(name)}
            {tab === 'parameters' && <span className="count" data-kind={missing ? 'warn' : undefined}>{missing || parameters.length}{missing > 0 && <span className="desktop-only"> {t('missing')}</span>}</span>}
          </button>
        ))}
      </div>
      <div className="split">
        <div className="split-main">{body()}</div>
        {selected && <ResourceDetails resource={selected} onClose={close} />}
      </div>
    </div>
  );
}
