import { groupBy } from '../collections/group-by.ts';
import type { ResourceView } from '../api/types.ts';
import type { SearchChange } from '../routing/location.ts';
import { typeText } from './known-names.ts';
import { isNamed, named } from './relationships.ts';
import { stateOf, stateText } from './resource-state.ts';
import { t } from '../language/language.ts';

export type ResourcesTab = 'table' | 'graph' | 'parameters';

export interface ResourceFilter {
  readonly tab: ResourcesTab;
  readonly text: string;
  readonly types: readonly string[];
  readonly states: readonly string[];
  readonly healths: readonly string[];
  readonly groups: readonly string[];
  readonly hidden: boolean;
}

export function readResourceFilter(params: URLSearchParams): ResourceFilter {
  const tab = params.get('view');
  return {
    tab: tab === 'graph' || tab === 'parameters' ? tab : 'table',
    text: params.get('q') ?? '',
    types: params.getAll('type'),
    states: params.getAll('state'),
    healths: params.getAll('health'),
    groups: params.getAll('group'),
    hidden: params.get('hidden') === '1',
  };
}

export function writeResourceFilter(change: Partial<ResourceFilter>): SearchChange {
  const search: Record<string, string | readonly string[] | null> = {};
  if (change.tab !== undefined) search.view = change.tab === 'table' ? null : change.tab;
  if (change.text !== undefined) search.q = change.text;
  if (change.types !== undefined) search.type = change.types;
  if (change.states !== undefined) search.state = change.states;
  if (change.healths !== undefined) search.health = change.healths;
  if (change.groups !== undefined) search.group = change.groups;
  if (change.hidden !== undefined) search.hidden = change.hidden ? '1' : null;
  return search;
}

export const NO_HEALTH = 'No checks';
export const healthText = (health: string): string => (health === NO_HEALTH ? t('noChecks') : stateText(health));
export const healthOf = (resource: ResourceView): string => resource.health ?? NO_HEALTH;
export const UNGROUPED = 'Ungrouped';
export const groupText = (group: string): string => (group === UNGROUPED ? t('ungrouped') : group);
export const groupOf = (resource: ResourceView): string => resource.group || UNGROUPED;

const among = (chosen: readonly string[], value: string) => chosen.length === 0 || chosen.includes(value);

/** Whether every word of the text is found in what the table shows of the resource. */
function matchesText(resource: ResourceView, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = [resource.name, resource.displayName, resource.type, typeText(resource.type), resource.group, resource.source, resource.state, resource.health, ...resource.urls.map((url) => url.url)].join('\n').toLowerCase();
  return words.every((word) => haystack.includes(word));
}

export function filterResources(resources: readonly ResourceView[], filter: ResourceFilter): readonly ResourceView[] {
  return resources.filter(
    (resource) =>
      (filter.hidden || !resource.isHidden) &&
      among(filter.types, resource.type) &&
      among(filter.states, stateOf(resource).key) &&
      among(filter.healths, healthOf(resource)) &&
      among(filter.groups, groupOf(resource)) &&
      matchesText(resource, filter.text),
  );
}

export interface ResourceRow {
  readonly resource: ResourceView;
  readonly depth: number;
}

export interface ResourceGroup {
  readonly name: string;
  readonly rows: readonly ResourceRow[];
}

/** Groups in order of name, the ungrouped last; within one, children stand below their parent. */
export function groupResources(resources: readonly ResourceView[]): readonly ResourceGroup[] {
  return [...groupBy(resources, groupOf)]
    .sort(([a], [b]) => Number(a === UNGROUPED) - Number(b === UNGROUPED) || a.localeCompare(b))
    .map(([name, members]) => ({ name, rows: nest(members) }));
}

function nest(members: readonly ResourceView[]): ResourceRow[] {
  const parentOf = (resource: ResourceView) => resource.relationships.filter((one) => one.type === 'Parent' && !isNamed(resource, one.resourceName)).flatMap((one) => named(members, one.resourceName))[0]?.name;
  const children = groupBy(members, (one) => parentOf(one) ?? '');
  const rows: ResourceRow[] = [];
  const placed = new Set<string>();
  const place = (resource: ResourceView, depth: number) => {
    if (placed.has(resource.name)) return;
    placed.add(resource.name);
    rows.push({ resource, depth });
    for (const child of byName(children.get(resource.name) ?? [])) place(child, depth + 1);
  };
  for (const resource of byName(children.get('') ?? [])) place(resource, 0);
  // What is left is its own ancestor: shown rather than lost.
  for (const resource of byName(members)) place(resource, 0);
  return rows;
}

export const byName = (resources: readonly ResourceView[]): readonly ResourceView[] => [...resources].sort((a, b) => a.displayName.localeCompare(b.displayName, undefined, { numeric: true }) || a.name.localeCompare(b.name, undefined, { numeric: true }));
