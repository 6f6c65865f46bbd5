import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../src/languages.ts';

type Tree = { readonly [name: string]: string | Tree };

const root = join(import.meta.dirname, '../../..');
const folders = ['apps', 'packages'].flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name, 'src', 'messages')))
  .filter((folder) => { try { return readdirSync(folder).includes('en.json'); } catch { return false; } });

const read = (folder: string, language: string) => flat(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Tree);

function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([name, value]) => typeof value === 'string' ? [[prefix + name, value] as const] : [...flat(value, `${prefix}${name}.`)]));
}

const valuesIn = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] as string).sort();

describe.each(folders.map((folder) => [folder.slice(root.length + 1), folder]))('%s', (_, folder) => {
  const english = read(folder, 'en');
  it.each(Object.keys(LANGUAGES))('says everything in %s, with the same values filled in', (language) => {
    const texts = read(folder, language);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    // What is counted has every form of the language: Arabic has six.
    const expected = [...english.keys()].flatMap((name) => (name.endsWith('_other') ? forms.map((form) => name.replace(/other$/, form)) : /_(one)$/.test(name) ? [] : [name]));
    expect([...texts.keys()].sort()).toEqual(expected.sort());
    for (const [name, text] of texts) {
      expect(text.trim(), name).not.toBe('');
      expect(valuesIn(text), name).toEqual(valuesIn(english.get(name) ?? english.get(name.replace(/_\w+?$/, '_other')) ?? ''));
    }
  });
});
