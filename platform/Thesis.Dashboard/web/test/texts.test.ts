import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../src');
/** Where texts belong, and names of colours, keys and the like that no one reads. */
const CATALOGUES = /language\/(en|de|fr|es|language)\.ts$/;
/** Attributes whose value a person sees or hears. */
const READ = new Set(['title', 'label', 'alt', 'placeholder', 'aria-label', 'aria-roledescription', 'aria-description', 'text', 'what', 'hint', 'data-label']);
/** A word or more that is meant to be read: a capital and small letters, or several words. */
const PROSE = /^[A-Z][a-z]+(?:$|[\s.,:…])|[a-z]{2,}[.,:…]?\s+[a-z“]{2,}/;

interface Found {
  readonly file: string;
  readonly text: string;
}

/** Texts in the source that a reader sees and that are in no catalogue. */
export function hardCodedIn(file: string, source: string): readonly Found[] {
  const found: Found[] = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const add = (text: string) => found.push({ file, text: text.trim() });
  const visit = (node: ts.Node): void => {
    // What developers are told, and code that the application prints as it is.
    if (ts.isThrowStatement(node) || (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'code')) return;
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if ((ts.isJsxAttribute(node) || ts.isPropertyAssignment(node)) && node.name.getText() === 'className') return;
    if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text)) add(node.text);
    if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
      if (READ.has(node.name.getText()) && /\p{L}{2,}/u.test(node.initializer.text)) add(node.initializer.text);
      return;
    }
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      if (PROSE.test(node.text) && !isCode(node)) add(node.text);
    }
    node.forEachChild(visit);
  };
  visit(tree);
  return found;
}

/** Values that are compared, chosen among or handed to the browser, not shown. */
function isCode(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return true;
  if (ts.isBinaryExpression(parent) && [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(parent.operatorToken.kind)) return true;
  if (ts.isCaseClause(parent) || ts.isLiteralTypeNode(parent) || ts.isElementAccessExpression(parent)) return true;
  if (ts.isArrayLiteralExpression(parent) && (ts.isAsExpression(parent.parent) || ts.isPropertyAccessExpression(parent.parent))) return true;
  return ts.isCallExpression(parent) && ['includes', 'startsWith', 'endsWith', 'named', 'matchMedia', 'querySelector', 'get', 'Event'].includes(ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : parent.expression.getText());
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !CATALOGUES.test(name));

/** What looks like a text and is the same in every language. */
const NO_TEXTS: Readonly<Record<string, readonly string[]>> = {
  // Strokes of pictures.
  'ui/Icon.tsx': ['*'],
  // What is written on keys.
  'shell/ShortcutsDialog.tsx': ['Esc', 'Home End', 'Enter'],
  // A kind of file, and a comment in it.
  'resources/ResourceDetails.tsx': ['.env'],
  'resources/dotenv.ts': ['is a secret and was left out'],
  // Values of filters in the address, shown by healthText, groupText, stateText and levelName.
  'resources/resource-filter.ts': ['No checks', 'Ungrouped'],
  'resources/resource-state.ts': ['Healthy', 'Running'],
  'logs/LevelMark.tsx': ['Information'],
  'logs/log-filter.ts': ['Critical'],
  // Class names.
  'ui/Popover.tsx': ['button choice'],
};
const isNoText = ({ file, text }: Found): boolean => NO_TEXTS[file]?.some((one) => one === '*' || one === text) === true;

describe('texts that are read', () => {
  test('stand in the catalogues alone', () => {
    const found = files.flatMap((name) => hardCodedIn(name, readFileSync(join(SRC, name), 'utf8'))).filter((one) => !isNoText(one));
    expect(found).toEqual([]);
  });

  test.each([
    ['<p>Nothing here</p>', 'Nothing here'],
    ['<Button label="Close" />', 'Close'],
    ['<p>{busy ? "Loading…" : t("done")}</p>', 'Loading…'],
    ['<p title={`Open ${name}`} />', 'Open'],
    ['notify("error", "The file was not imported")', 'The file was not imported'],
  ])('%s is found', (source, text) => expect(hardCodedIn('a.tsx', `const x = ${source};`)).toEqual([{ file: 'a.tsx', text }]));
});
