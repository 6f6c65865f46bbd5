export { Outbox, type Action, type NewAction, type Send } from './outbox.ts';
