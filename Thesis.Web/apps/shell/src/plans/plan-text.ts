import type { AllocationRun, AllocationView, ShortfallView } from '@thesis/api';

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

/** What is said of one thing in a plan: a line that can stand alone, and what there is to add. */
export interface Reason {
  readonly id: string;
  readonly title: string;
  readonly why: readonly string[];
}

const ROUGH_FROM_KG = 10;
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const from = (donor: string) => (donor === '' ? '' : ` from ${donor}`);

/** A lot, and why the charity got it. */
export const reasonOfLot = (lot: AllocationView): Reason => ({
  id: lot.id,
  title: `${(lot.kg < ROUGH_FROM_KG ? exact : kg).format(lot.kg)} kg of ${lot.donationTitle}${from(lot.donorName)} to ${lot.ngoName}`,
  why: lot.explanation.why,
});

/** What fell short: the first sentence names it, with the main reason. */
export const reasonOfShortfall = (row: ShortfallView): Reason => ({
  id: row.ngoId ?? row.donationId ?? row.name,
  title: row.why[0] ?? row.name,
  why: row.why.slice(1),
});
