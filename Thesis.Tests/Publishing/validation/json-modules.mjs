// Lets modules that were written for a bundler import JSON in Node, which asks for an attribute that they do not have.
import { readFile } from 'node:fs/promises';

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.json') || context.importAttributes?.type) return next(url, context);
  return { format: 'module', source: `export default ${await readFile(new URL(url), 'utf8')};`, shortCircuit: true };
}
