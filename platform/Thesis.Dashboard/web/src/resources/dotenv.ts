import type { NamedValue } from '../api/types.ts';

const PLAIN = /^[A-Za-z0-9_./:@%+,=-]*$/;

/** A .env file: values are quoted when they need it; a value that is not known is left out, with a comment that says so. */
export function toDotEnv(entries: readonly NamedValue[]): string {
  const lines = entries.map(({ name, value }) => {
    if (value === null) return `# ${name} is a secret and was left out`;
    if (PLAIN.test(value)) return `${name}=${value}`;
    if (!value.includes("'") && !value.includes('\n')) return `${name}='${value}'`;
    return `${name}="${value.replace(/[\\"$`]/g, '\\$&').replace(/\n/g, '\\n')}"`;
  });
  return `${lines.join('\n')}\n`;
}
