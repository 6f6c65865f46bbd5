import { afterEach, describe, expect, test, vi } from 'vitest';
import { getJson } from '../src/api/http.ts';
import { argumentLabel, commandAbout, commandConfirmation, commandName, commandOutcome } from '../src/resources/command-texts.ts';
import { propertyText, relationshipText, typeText } from '../src/resources/known-names.ts';
import { count } from '../src/format/number.ts';
import { clockTime, duration, longDuration } from '../src/format/time.ts';
import type { Key } from '../src/language/catalogue.ts';
import { en } from '../src/language/en.ts';
import { LANGUAGES, localeOf, preferredLanguage, speakLanguage, t, type Language } from '../src/language/language.ts';
import { rangeName, RANGES } from '../src/metrics/metric-filter.ts';
import { stateOf, stateText } from '../src/resources/resource-state.ts';

afterEach(() => speakLanguage('en', ['en-US']));

const others = (Object.keys(LANGUAGES) as Language[]).filter((one) => one !== 'en');
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const formsOf = (message: string | { readonly one: string; readonly other: string }) => (typeof message === 'string' ? [message] : [message.one, message.other]);

describe.each(others)('the catalogue of %s', (language) => {
  test('has each message, no other, and the same names in it', async () => {
    const catalogue = await LANGUAGES[language].load();
    expect(Object.keys(catalogue)).toEqual(Object.keys(en));
    for (const key of Object.keys(en) as Key[]) {
      const [theirs, ours] = [formsOf(catalogue[key]), formsOf(en[key])];
      expect(theirs, key).toHaveLength(ours.length);
      expect(theirs.map(namesIn), key).toEqual(ours.map(namesIn));
      for (const form of theirs) expect(form.trim(), key).not.toBe('');
    }
  });

  test('is in that language, not left in English', async () => {
    const catalogue = await LANGUAGES[language].load();
    const sentences = (Object.keys(en) as Key[]).filter((key) => formsOf(en[key]).some((form) => form.split(' ').length >= 4));
    expect(sentences.length).toBeGreaterThan(60);
    expect(sentences.filter((key) => JSON.stringify(catalogue[key]) === JSON.stringify(en[key]))).toEqual([]);
  });
});

describe('the language that is spoken', () => {
  test.each([
    [null, ['de-AT', 'en'], 'de'],
    [null, ['ja', 'fr-CA', 'en'], 'fr'],
    [null, ['ja'], 'en'],
    ['es', ['de'], 'es'],
    ['klingon', ['de'], 'de'],
  ] as const)('chosen %s, asked for %j, is %s', (chosen, asked, language) => expect(preferredLanguage(chosen, asked)).toBe(language));

  test('dates and numbers follow the region of the browser', () => {
    expect(localeOf('de', ['en', 'de-CH'])).toBe('de-CH');
    expect(localeOf('fr', ['de'])).toBe('fr');
  });

  test('messages, plurals, numbers and times change with it', async () => {
    expect([t('lines', { count: 1 }), t('lines', { count: 12_345 })]).toEqual(['1 line', '12,345 lines']);
    const noon = new Date(2026, 2, 4, 12, 6, 7, 8).toISOString();
    await speakLanguage('de', ['de-DE']);
    expect([t('lines', { count: 1 }), t('lines', { count: 12_345 })]).toEqual(['1 Zeile', '12.345 Zeilen']);
    expect([count(1234.4), duration(3024), longDuration(125_000), clockTime(noon)]).toEqual(['1.234', '3,02 s', '2 min 5 s', '12:06:07,008']);
    expect(rangeName(RANGES[0])).toBe('5 Minuten');
    await speakLanguage('fr', ['fr-FR']);
    // In French none is singular.
    expect([t('lines', { count: 0 }), t('lines', { count: 2 })]).toEqual(['0 ligne', '2 lignes']);
    await speakLanguage('es', ['es-ES']);
    expect(t('exemplarTitle', { value: '3 ms', time: '12:00' })).toBe('3 ms a las 12:00: abrir su traza');
  });

  test('a state is shown in it and kept in addresses in English', async () => {
    await speakLanguage('de', ['de-DE']);
    const state = stateOf({ name: 'a', displayName: 'a', type: 'Project', state: 'Exited', exitCode: 137, urls: [], environment: [], properties: [], volumes: [], healthReports: [], relationships: [], commands: [], waitingFor: [], isHidden: false });
    expect([state.key, state.label]).toEqual(['Exited (137)', 'Beendet (137)']);
    expect([stateText('Healthy'), stateText('Applying migrations')]).toEqual(['Gesund', 'Applying migrations']);
  });

  test('the commands that every application has are told in it, those of one application in its own words', async () => {
    const command = (name: string, confirmation?: string) => ({ name, displayName: 'Reset data', description: 'Deletes.', confirmation: confirmation ?? null, state: 'Enabled', isHighlighted: false, arguments: [] }) as const;
    const reset = command('reset-data', "All data of 'redis' will be lost. Go on?");
    await speakLanguage('en', []);
    expect([commandName(reset), commandAbout(reset), commandConfirmation(reset, 'redis')]).toEqual(['Reset data', 'Deletes.', reset.confirmation]);
    await speakLanguage('de', ['de-DE']);
    expect([commandName(reset), commandConfirmation(reset, 'redis')]).toEqual(['Daten zurücksetzen', 'Alle Daten von „redis“ gehen verloren. Fortfahren?']);
    expect([commandName(command('seed')), commandAbout(command('seed')), commandConfirmation(command('seed'), 'redis')]).toEqual(['Reset data', 'Deletes.', undefined]);
    expect([argumentLabel({ name: 'value', label: 'Value', kind: 'text', required: true }), argumentLabel({ name: 'value', label: 'Region', kind: 'text', required: true })]).toEqual(['Wert', 'Region']);
  });

  test('what resources, their properties and relationships are called is told in it, others as they are', async () => {
    const names = () => [typeText('PostgresServer'), typeText('Mainframe'), typeText('constructor'), propertyText('executable.workDir'), propertyText('project.path'), relationshipText('WaitFor')];
    expect(names()).toEqual(['PostgreSQL server', 'Mainframe', 'constructor', 'Working directory', 'project.path', 'waiting']);
    await speakLanguage('de', ['de-DE']);
    expect(names()).toEqual(['PostgreSQL-Server', 'Mainframe', 'constructor', 'Arbeitsverzeichnis', 'project.path', 'Warten']);
  });

  test('what became of a command is told in it, reasons that only the application knows in its words', async () => {
    const command = (name: string) => ({ name, displayName: name, description: null, confirmation: null, state: 'Enabled', isHighlighted: false, arguments: [] }) as const;
    const told = () => [
      commandOutcome(command('set-parameter'), { success: true, message: "The parameter 'a' is set." }),
      commandOutcome(command('rebuild'), { success: false, message: "'a' does not build: its console says why." }),
      commandOutcome(command('start'), { success: false, message: 'The port 80 is taken.' }),
      commandOutcome(command('seed'), { success: true, message: 'Seeded.' }),
      commandOutcome(command('stop'), { success: true }),
    ];
    expect(told()).toEqual(["The parameter 'a' is set.", "'a' does not build: its console says why.", 'The port 80 is taken.', 'Seeded.', 'Done.']);
    await speakLanguage('de', ['de-DE']);
    expect(told()).toEqual(['Der Wert ist gesetzt.', 'Es lässt sich nicht bauen; die Konsole sagt, warum.', 'The port 80 is taken.', 'Seeded.', 'Erledigt.']);
  });

  test('a refusal is told in it where its status says all, else in the server’s words', async () => {
    const asked = async (status: number) => {
      vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ detail: 'The server says so.' }), { status, headers: { 'content-type': 'application/problem+json' } })));
      return getJson('/api').catch((error: unknown) => (error as Error).message);
    };
    expect(await asked(507)).toBe('The server says so.');
    await speakLanguage('de', ['de-DE']);
    expect([await asked(507), await asked(400)]).toEqual(['Die Festplatte ist voll: dafür ist kein Platz.', 'The server says so.']);
    vi.unstubAllGlobals();
  });

  test.each([
    ['de', 404, 'orders: Das gibt es hier nicht oder nicht mehr.'],
    ['es', 409, 'orders: No es posible en su estado actual.'],
    ['fr', 404, 'orders\u00a0: Cela n’est pas ici, ou n’y est plus.'],
    ['en', 404, 'There is no orders.'],
  ] as const)('what is missing, or cannot be had now, is named in it (%s, %i)', async (language, status, said) => {
    const problem = { detail: 'There is no orders.', subject: 'orders' };
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(problem), { status, headers: { 'content-type': 'application/problem+json' } })));
    await speakLanguage(language, [language]);
    expect(await getJson('/api').catch((error: unknown) => (error as Error).message)).toBe(said);
    vi.unstubAllGlobals();
  });
});
