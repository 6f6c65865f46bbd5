import type { AllocationView, ShortfallView } from '@thesis/api';
import { describe, expect, it } from 'vitest';
import { reasonOfLot, reasonOfShortfall } from '../src/plans/plan-text.ts';

const lot = { id: 'a1', kg: 153.8, donationTitle: 'Bread', donorName: 'Ralphs', ngoName: 'Hope Kitchen', explanation: { why: ['It is near.'] } } as unknown as AllocationView;
const short = { ngoId: 'n1', donationId: null, name: 'Hope Kitchen', why: ['Hope Kitchen could take 40 kg more.', 'It has no slot.'] } as unknown as ShortfallView;

describe('what is said of a plan', () => {
  it('names a lot as people do', () => {
    expect(reasonOfLot(lot).title).toBe('154 kg of Bread from Ralphs to Hope Kitchen');
    expect(reasonOfLot({ ...lot, kg: 2.46, donorName: '' }).title).toBe('2.5 kg of Bread to Hope Kitchen');
  });

  it('says the main reason of a shortfall once', () => {
    expect(reasonOfShortfall(short)).toEqual({ id: 'n1', title: 'Hope Kitchen could take 40 kg more.', why: ['It has no slot.'] });
  });

  it('names what has no reason', () => {
    expect(reasonOfShortfall({ ...short, why: [] })).toEqual({ id: 'n1', title: 'Hope Kitchen', why: [] });
  });
});
