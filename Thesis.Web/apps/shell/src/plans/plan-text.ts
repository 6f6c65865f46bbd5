import type { AllocationRun } from '@thesis/api';

const kg = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const STOPPED: Readonly<Record<string, string>> = {
  optimal: 'no plan is better',
  target_gap: 'close enough to the best that there can be',
  work: 'the work set aside for it was spent',
  time: 'its time was up',
  memory: 'it took more memory than it may',
  cancelled: 'it was cancelled',
};

/** A plan in a sentence or two. */
export function describeRun(run: AllocationRun): string {
  if (run.status === 'requested') return 'The engine is at work on it.';
  if (run.status === 'failed') return `It failed: ${run.reason || 'the engine did not answer.'}`;
  if (run.lots === 0) return run.reason || 'Nothing could be placed.';
  const placed = `${kg.format(run.allocatedKg)} of ${kg.format(run.offeredKg)} kg placed in ${run.lots} ${run.lots === 1 ? 'lot' : 'lots'}.`;
  const proven = run.gap === null ? '' : ` Proven within ${(100 * run.gap).toFixed(2)} % of the best plan`;
  const stopped = STOPPED[run.stoppedBy];
  return placed + proven + (stopped === undefined ? proven && '.' : `${proven ? ': ' : ' '}${stopped}.`);
}

const time = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** How a plan is named in a list. */
export const nameRun = (run: AllocationRun): string => `${time.format(new Date(run.requestedAt))}, ${run.strategyVersion}, ${run.lots} ${run.lots === 1 ? 'lot' : 'lots'}`;
