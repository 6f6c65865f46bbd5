import type { ConversationResponse } from '@thesis/calls';
import type { ChatText } from '../text.ts';

/** "los-angeles" as people write it. */
export const regionName = (region: string): string => region.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

/** What a conversation is called. */
export const titleOf = ({ kind, order, region, with: name }: ConversationResponse, text: ChatText): string =>
  kind === 'board' ? text('inbox.board', { region: regionName(region) }) : kind === 'direct' ? text('inbox.direct', { name: name || text('part.peer') }) : order?.title ?? text('panel.label');
