import type { MessageResponse } from '@thesis/calls';
import type { ChatText } from './text.ts';

export const QUICK = ['on_my_way', 'late_5', 'late_15', 'at_door', 'which_door', 'nobody_here', 'ready', 'thanks'] as const;
export type Quick = (typeof QUICK)[number];

export const PARTS = ['donor', 'ngo', 'driver', 'staff', 'member', 'peer'] as const;
export type Part = (typeof PARTS)[number];

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** A message as it is shown. */
export interface Shown {
  readonly id: string;
  readonly conversationId: string;
  /** Its place in the conversation, the same for everybody. */
  readonly number: number;
  /** Null once what its author wrote was erased. */
  readonly authorId: string | null;
  readonly name: string;
  readonly part: Part;
  readonly mine: boolean;
  readonly kind: 'text' | 'quick' | 'location';
  readonly text: string;
  readonly quick: string;
  readonly location: Point | null;
  readonly postedAt: string;
  readonly state: 'shown' | 'hidden' | 'erased';
}

/** A message as the hub tells it. Of a board's only the ids and the number are told. */
export interface PostedEvent {
  readonly message: {
    readonly messageId: string;
    readonly conversationId: string;
    readonly number: number;
    readonly authorId: string | null;
    readonly authorName: string;
    readonly authorPart: string;
    readonly kind: string;
    readonly text: string;
    readonly quick: string;
    readonly latitude: number;
    readonly longitude: number;
    readonly postedAt: string;
  };
  readonly conversationKind: string;
}

export interface HiddenEvent {
  readonly conversationId: string;
  readonly messageId: string;
}

export interface ReadEvent {
  readonly conversationId: string;
  readonly readerId: string | null;
  readonly upTo: number;
}

const partOf = (part: string): Part => PARTS.find((known) => known === part) ?? 'peer';
const kindOf = (kind: string): Shown['kind'] => (kind === 'quick' || kind === 'location' ? kind : 'text');

export const ofResponse = (message: MessageResponse): Shown => ({
  id: message.id,
  conversationId: message.conversationId,
  number: Number(message.number),
  authorId: message.author.id ?? null,
  name: message.author.name,
  part: partOf(message.author.part),
  mine: message.isMine,
  kind: kindOf(message.kind),
  text: message.text,
  quick: message.quick,
  location: message.location ? { latitude: Number(message.location.latitude), longitude: Number(message.location.longitude) } : null,
  postedAt: message.postedAt,
  state: message.state === 'hidden' || message.state === 'erased' ? message.state : 'shown',
});

/** @param me The user's own id in conversations. */
export const ofEvent = ({ message }: PostedEvent, me: string | null): Shown => ({
  id: message.messageId,
  conversationId: message.conversationId,
  number: message.number,
  authorId: message.authorId,
  name: message.authorName,
  part: partOf(message.authorPart),
  mine: me !== null && message.authorId === me,
  kind: kindOf(message.kind),
  text: message.text,
  quick: message.quick,
  location: message.kind === 'location' ? { latitude: message.latitude, longitude: message.longitude } : null,
  postedAt: message.postedAt,
  state: 'shown',
});

const PLACES = 4;

/** What a message says, in the reader's language. */
export function saidBy({ kind, text, quick, location, state }: Pick<Shown, 'kind' | 'text' | 'quick' | 'location' | 'state'>, words: ChatText): string {
  if (state !== 'shown') return words(`panel.${state}`);
  if (kind === 'quick') return QUICK.some((known) => known === quick) ? words(`quick.${quick as Quick}`) : quick;
  return kind === 'location' && location ? words('location.said', { place: `${location.latitude.toFixed(PLACES)}, ${location.longitude.toFixed(PLACES)}` }) : text;
}

/** What somebody is called: their name, or as what they take part. */
export const nameOf = ({ name, part }: { readonly name: string; readonly part: Part }, words: ChatText): string => name || words(`part.${part}`);
