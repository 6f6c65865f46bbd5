/** An attribute's value as text: lists and objects as JSON. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

export interface Readable {
  readonly form: 'JSON' | 'XML' | 'text';
  readonly text: string;
}

const LONGEST_FORMATTED = 2_000_000;

/** Indents JSON and XML; leaves everything else as it is. */
export function readable(text: string): Readable {
  const start = text.trimStart()[0];
  if (text.length > LONGEST_FORMATTED) return { form: 'text', text };
  if (start === '{' || start === '[') {
    try {
      JSON.parse(text);
      return { form: 'JSON', text: indentJson(text) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  if (start === '<' && /^\s*<[?!a-zA-Z]/.test(text) && /<\/|\/>/.test(text)) return { form: 'XML', text: indentXml(text) };
  return { form: 'text', text };
}

const JSON_PIECES = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Indents valid JSON without touching its values: written anew, a 64-bit number would lose its last digits. */
function indentJson(text: string): string {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  const end = () => {
    lines.push(line);
    line = '  '.repeat(depth);
  };
  let before = '';
  for (const [piece] of text.matchAll(JSON_PIECES)) {
    const opened = before === '{' || before === '[';
    if (piece === '}' || piece === ']') {
      depth--;
      if (!opened) end();
    } else if (opened) {
      end();
    }
    line += piece === ':' ? ': ' : piece;
    if (piece === '{' || piece === '[') depth++;
    if (piece === ',') end();
    before = piece;
  }
  return [...lines, line].join('\n');
}

function indentXml(text: string): string {
  let depth = 0;
  return text
    .trim()
    .replace(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => {
      if (line.startsWith('</')) depth = Math.max(0, depth - 1);
      const indented = '  '.repeat(depth) + line;
      if (/^<[^/?!][^>]*[^/]?>$/.test(line) && !line.endsWith('/>') && !line.includes('</')) depth++;
      return indented;
    })
    .join('\n');
}

/** Gives the browser a text file to save. */
export function download(name: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
