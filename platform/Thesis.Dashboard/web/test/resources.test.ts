import { describe, expect, test } from 'vitest';
import type { ResourceView } from '../src/api/types.ts';
import { emptyDraft, problemsOf, valuesOf } from '../src/resources/command-values.ts';
import { toDotEnv } from '../src/resources/dotenv.ts';
import { filterResources, groupResources, readResourceFilter } from '../src/resources/resource-filter.ts';
import { attentionOf, stateOf } from '../src/resources/resource-state.ts';
import { applyEvents } from '../src/resources/resources-store.ts';

const resource = (name: string, rest: Partial<ResourceView> = {}): ResourceView => ({
  name, displayName: name, type: 'Project', state: 'Running', isHidden: false, urls: [], environment: [], properties: [], volumes: [], healthReports: [], relationships: [], commands: [], waitingFor: [], ...rest,
});
const check = (status: string | null, rest: object = {}) => ({ name: 'check', status, lastRunAt: status ? '2026-01-01T00:00:01Z' : null, ...rest });

describe('the state shown for a resource', () => {
  test('a running one without checks runs', () => expect(stateOf(resource('a'))).toEqual({ tone: 'ok', key: 'Running', label: 'Running' }));

  test('one whose checks have not answered yet is starting, with the time since, not unhealthy', () =>
    expect(stateOf(resource('a', { health: 'Unhealthy', startedAt: '2026-01-01T00:00:00Z', healthReports: [check(null)] }))).toEqual({ tone: 'busy', key: 'Starting', label: 'Starting', since: '2026-01-01T00:00:00Z' }));

  test('one that was restarted is starting until its checks have run again', () =>
    expect(stateOf(resource('a', { health: 'Unhealthy', startedAt: '2026-01-01T00:00:05Z', healthReports: [check('Unhealthy')] })).label).toBe('Starting'));

  test('one whose checks fail shortly after its start is starting, later it is ill', () => {
    const failing = resource('a', { health: 'Unhealthy', startedAt: '2026-01-01T00:00:00Z', healthReports: [check('Unhealthy', { error: 'refused' })] });
    expect(stateOf(failing, Date.parse('2026-01-01T00:00:10Z'))).toMatchObject({ key: 'Starting', label: 'Starting', detail: 'refused' });
    expect(stateOf(failing, Date.parse('2026-01-01T00:01:00Z'))).toMatchObject({ key: 'Unhealthy', label: 'Unhealthy', detail: 'refused' });
  });

  test('one that failed to start says what to do', () =>
    expect(stateOf(resource('a', { state: 'FailedToStart', properties: [{ name: 'Fault', value: 'redis-server is missing: apt-get install redis-server', isSecret: false }] })).detail).toContain('apt-get'));

  test('an unhealthy one says why in one line', () =>
    expect(stateOf(resource('a', { health: 'Unhealthy', healthReports: [check('Unhealthy', { error: 'refused\n  at Connect()' })] }))).toEqual({ tone: 'bad', key: 'Unhealthy', label: 'Unhealthy', detail: 'refused' }));

  test('a waiting one says for what', () => expect(stateOf(resource('a', { state: 'Waiting', waitingFor: ['db', 'mq'] })).detail).toBe('for db, mq'));

  test('an ended one is bad only with an exit code', () => {
    expect(stateOf(resource('a', { state: 'Finished', exitCode: 0 }))).toEqual({ tone: 'idle', key: 'Finished', label: 'Finished' });
    expect(stateOf(resource('a', { state: 'Exited', exitCode: 137 }))).toEqual({ tone: 'bad', key: 'Exited (137)', label: 'Exited (137)' });
  });

  test('a state of the application’s own is shown in its style', () => expect(stateOf(resource('a', { state: 'ApplyingMigrations', stateStyle: 'warning' }))).toEqual({ tone: 'warn', key: 'Applying migrations', label: 'Applying migrations' }));

  test('what failed or lacks a value wants attention', () => {
    expect(attentionOf(resource('a', { state: 'FailedToStart' }))).toBe(true);
    expect(attentionOf(resource('p', { type: 'Parameter', state: 'ValueMissing' }))).toBe(true);
    expect(attentionOf(resource('a', { state: 'Starting' }))).toBe(false);
  });
});

describe('the list of resources', () => {
  const all = [resource('web', { group: 'Front' }), resource('db', { group: 'Infra', type: 'Postgres' }), resource('thesisdb', { group: 'Infra', relationships: [{ resourceName: 'db', type: 'Parent' }] }), resource('cache', { group: 'Infra' }), resource('tool', { isHidden: true })];

  test('is filtered by words in any of its columns, types and states', () => {
    const named = (search: string) => filterResources(all, readResourceFilter(new URLSearchParams(search))).map((one) => one.name);
    expect(named('')).toEqual(['web', 'db', 'thesisdb', 'cache']);
    expect(named('?hidden=1')).toContain('tool');
    expect(named('?q=infra+postgres')).toEqual(['db']);
    expect(named('?type=Postgres')).toEqual(['db']);
    expect(named('?state=Stopped')).toEqual([]);
  });

  test('is grouped by name, the ungrouped last, children below their parents', () =>
    expect(groupResources(all).map((group) => [group.name, ...group.rows.map((row) => `${row.depth} ${row.resource.name}`)])).toEqual([
      ['Front', '0 web'],
      ['Infra', '0 cache', '0 db', '1 thesisdb'],
      ['Ungrouped', '0 tool'],
    ]));

  test('puts a child below a parent that is known by its shared name', () => {
    const replicas = [resource('db-x1', { displayName: 'db' }), resource('thesisdb', { relationships: [{ resourceName: 'db', type: 'Parent' }] })];
    expect(groupResources(replicas)[0]?.rows.map((row) => `${row.depth} ${row.resource.name}`)).toEqual(['0 db-x1', '1 thesisdb']);
  });

  test('shows resources that are each other’s parents', () => {
    const cycle = [resource('a', { relationships: [{ resourceName: 'b', type: 'Parent' }] }), resource('b', { relationships: [{ resourceName: 'a', type: 'Parent' }] })];
    expect(groupResources(cycle)[0]?.rows.map((row) => row.resource.name).sort()).toEqual(['a', 'b']);
  });

  test('follows the events, the later winning', () => {
    const next = applyEvents(new Map([['a', resource('a')], ['b', resource('b')]]), [{ kind: 'upsert', resource: resource('a', { state: 'Exited' }) }, { kind: 'delete', name: 'b' }]);
    expect([...next].map(([name, one]) => `${name} ${one.state}`)).toEqual(['a Exited']);
  });
});

describe('arguments of commands', () => {
  const args = [
    { name: 'count', key: 'Count', label: 'Count', kind: 'number', required: true },
    { name: 'region', key: 'Region', label: 'Region', kind: 'choice', required: true, choices: [{ value: 'la', text: 'Los Angeles' }] },
    { name: 'note', key: 'Note', label: 'Note', kind: 'text', required: false },
    { name: 'wipe', key: 'Wipe', label: 'Wipe', kind: 'bool', required: false },
  ] as const;

  test('problems name the field and what to do', () =>
    expect(problemsOf(args, { ...emptyDraft(args), count: 'many' })).toEqual({ count: 'Count must be a number, such as 10 or 2.5.', region: 'Choose Region.' }));

  test('what is proposed stands in the field and is sent', () => {
    const proposed = [{ name: 'region', label: 'Region', kind: 'text', required: true, value: 'la' }] as const;
    expect(emptyDraft(proposed)).toEqual({ region: 'la' });
    expect(valuesOf(proposed, emptyDraft(proposed))).toEqual({ region: 'la' });
  });

  test('optional ones left empty are not sent', () => expect(valuesOf(args, { ...emptyDraft(args), count: '3', region: 'la' })).toEqual({ count: '3', region: 'la', wipe: 'false' }));
});

describe('an environment as a .env file', () => {
  test('quotes what a shell or a parser would misread and leaves unknown secrets out', () =>
    expect(
      toDotEnv([
        { name: 'A', value: 'plain/value:1', isSecret: false },
        { name: 'B', value: 'two words; $HOME', isSecret: false },
        { name: 'C', value: "it's \"$5\"\nnext", isSecret: false },
        { name: 'D', value: null, isSecret: true },
        { name: 'E', value: '', isSecret: false },
      ]),
    ).toBe(`A=plain/value:1\nB='two words; $HOME'\nC="it's \\"\\$5\\"\\nnext"\n# D is a secret and was left out\nE=\n`));
});
