import { listMessages } from '@thesis/calls';
import type { QueryKey } from '@thesis/api';
import { ofResponse, type Shown } from './message.ts';

export const CONVERSATIONS: QueryKey = ['chat-conversations'];
export const conversationKey = (id: string): QueryKey => ['chat-conversation', id];
export const orderKey = (orderId: string): QueryKey => ['chat-order', orderId];
export const messagesKey = (id: string): QueryKey => ['chat-messages', id];

const PAGE_SIZE = 40;

/** Some of a conversation's messages, the newest first. */
export interface MessagePage {
  readonly items: readonly Shown[];
  readonly next: string | null;
}

/** What is read of a conversation, the page with the newest messages first. */
export interface MessagePages {
  readonly pages: readonly MessagePage[];
  readonly pageParams: readonly unknown[];
}

export async function readPage(id: string, token: string | null): Promise<MessagePage> {
  const { data } = await listMessages({ path: { id }, query: { pageSize: PAGE_SIZE, ...(token ? { pageToken: token } : {}) } });
  return { items: data.items.map(ofResponse), next: data.nextPageToken };
}

/** Oldest first. */
export const inOrder = (pages: MessagePages | undefined): readonly Shown[] => (pages?.pages.flatMap((page) => page.items) ?? []).toReversed();

/** Adds a message where it belongs; one that is there already changes nothing. */
export function withMessage(pages: MessagePages, message: Shown): MessagePages {
  const [first = { items: [], next: null }, ...rest] = pages.pages;
  if (pages.pages.some((page) => page.items.some((other) => other.id === message.id))) return pages;
  const items = [message, ...first.items].sort((a, b) => b.number - a.number);
  return { ...pages, pages: [{ ...first, items }, ...rest] };
}

/** Whether messages are missing between what was read and a new one. */
export const isGap = (pages: MessagePages, number: number): boolean => number > (pages.pages[0]?.items[0]?.number ?? 0) + 1;

export const withHidden = (pages: MessagePages, id: string): MessagePages => ({
  ...pages,
  pages: pages.pages.map((page) => ({ ...page, items: page.items.map((message) => (message.id === id ? { ...message, state: 'hidden', text: '', quick: '', location: null } : message)) })),
});
