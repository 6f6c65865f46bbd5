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
      return { form: 'JSON', text: JSON.stringify(JSON.parse(text), null, 2) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  if (start === '<' && /^\s*<[?!a-zA-Z]/.test(text) && /<\/|\/>/.test(text)) return { form: 'XML', text: indentXml(text) };
  return { form: 'text', text };
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
