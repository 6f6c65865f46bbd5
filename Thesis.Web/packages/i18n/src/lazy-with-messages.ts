import { lazy, type ComponentType } from 'react';
import { loadMessages } from './messages.ts';

/**
 * A part of the page whose code is fetched when it is opened, together with the words of the packages that it brings along: what
 * waits for words when it stands already is hidden meanwhile, and loses the focus.
 */
export const lazyWithMessages = <P extends object>(load: () => Promise<{ readonly default: ComponentType<P> }>) =>
  lazy(async () => {
    const part = await load();
    await loadMessages();
    return part;
  });
