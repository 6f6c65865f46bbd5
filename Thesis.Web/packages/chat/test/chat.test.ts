import { expect, it } from 'vitest';
import { ofEvent, type PostedEvent, type Shown } from '../src/message.ts';
import { inOrder, isGap, withHidden, withMessage, type MessagePages } from '../src/pages.ts';

const shown = (number: number, part: Partial<Shown> = {}): Shown => ({
  id: `msg_${number}`, conversationId: 'cnv_1', number, authorId: 'prs_1', name: 'Dora', part: 'driver', mine: false, kind: 'text', text: `${number}`, quick: '', location: null,
  postedAt: '2026-12-01T10:00:00Z', state: 'shown', ...part,
});
const pages: MessagePages = { pages: [{ items: [shown(5), shown(4)], next: 'x' }, { items: [shown(3)], next: null }], pageParams: [null, 'x'] };

it('a message that comes twice is shown once', () => {
  expect(withMessage(pages, shown(4))).toBe(pages);
  expect(inOrder(withMessage(withMessage(pages, shown(6)), shown(6))).map((one) => one.number)).toEqual([3, 4, 5, 6]);
});

it('messages stand in the order of their numbers, however they arrive', () => {
  expect(inOrder(withMessage(withMessage(pages, shown(7)), shown(6))).map((one) => one.number)).toEqual([3, 4, 5, 6, 7]);
});

it('a number that skips others tells of a gap', () => {
  expect(isGap(pages, 6)).toBe(false);
  expect(isGap(pages, 7)).toBe(true);
  expect(isGap({ pages: [], pageParams: [] }, 1)).toBe(false);
});

it('nothing of a hidden message is left on the device', () => {
  expect(inOrder(withHidden(pages, 'msg_4'))[1]).toMatchObject({ state: 'hidden', text: '' });
});

it('what the hub tells is mine only when its author is me', () => {
  const event = { conversationKind: 'order', message: { messageId: 'msg_9', conversationId: 'cnv_1', number: 9, authorId: 'prs_2', authorName: '', authorPart: 'pilot', kind: 'text', text: 'Hi', quick: '', latitude: 0, longitude: 0, postedAt: '' } } satisfies PostedEvent;
  expect(ofEvent(event, 'prs_2').mine).toBe(true);
  expect(ofEvent(event, null)).toMatchObject({ mine: false, part: 'peer', location: null });
});
