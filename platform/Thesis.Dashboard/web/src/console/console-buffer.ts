import type { ConsoleLine } from '../api/types.ts';
import { stripAnsi } from './ansi.ts';

export interface ShownLine extends ConsoleLine {
  readonly resource: string;
  /** Without escape sequences: what is searched and downloaded. */
  readonly plain: string;
  readonly ms: number;
}

/** The last lines of one or several resources, in order of time, no line twice. */
export class ConsoleBuffer {
  readonly #limit: number;
  readonly #last = new Map<string, { number: number; ms: number }>();
  #lines: ShownLine[] = [];
  #clearedAt = -Infinity;
  #dropped = 0;

  /** @param limit how many lines are kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get lines(): readonly ShownLine[] {
    return this.#lines;
  }

  /** How many lines were dropped because there were more than the limit. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds what is new in a batch; a stream that reconnects sends again what is here already. Returns whether anything was. */
  add(resource: string, batch: readonly ConsoleLine[]): boolean {
    const last = this.#last.get(resource) ?? { number: -Infinity, ms: -Infinity };
    const fresh: ShownLine[] = [];
    for (const line of batch) {
      const ms = Date.parse(line.time);
      // A restarted resource may count from 1 again, but not in the past.
      if (line.number <= last.number && ms <= last.ms) continue;
      last.number = line.number;
      last.ms = Math.max(last.ms, ms);
      if (ms > this.#clearedAt) fresh.push({ ...line, resource, plain: stripAnsi(line.text), ms });
    }
    this.#last.set(resource, last);
    const first = fresh[0];
    if (!first) return false;
    const inOrder = first.ms >= (this.#lines.at(-1)?.ms ?? -Infinity);
    const all = [...this.#lines, ...fresh];
    if (!inOrder) all.sort((a, b) => a.ms - b.ms);
    const extra = Math.max(0, all.length - this.#limit);
    this.#dropped += extra;
    this.#lines = extra > 0 ? all.slice(extra) : all;
    return true;
  }

  /** Begins anew for a stream that sends everything again; what was cleared stays cleared. */
  restart(): void {
    this.#last.clear();
    this.#lines = [];
    this.#dropped = 0;
  }

  /** Forgets all lines so far, also those that a stream may send again. */
  clear(): void {
    this.#clearedAt = Math.max(this.#clearedAt, ...[...this.#last.values()].map((one) => one.ms));
    this.#lines = [];
    this.#dropped = 0;
  }
}

/** The lines that contain every word, whatever the case. */
export function searchLines(lines: readonly ShownLine[], text: string): readonly ShownLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return lines;
  return lines.filter((line) => {
    const plain = line.plain.toLowerCase();
    return words.every((word) => plain.includes(word));
  });
}

/** Lines as a text file: time in UTC, the resource when there are several, the text. */
export function toText(lines: readonly ShownLine[]): string {
  const several = new Set(lines.map((line) => line.resource)).size > 1;
  return lines.map((line) => `${line.time} ${several ? `[${line.resource}] ` : ''}${line.isError ? 'stderr ' : ''}${line.plain}\n`).join('');
}
