import type { MessageLoaders } from '@thesis/i18n';
import type { ComponentType } from 'react';

/**
 * What shell and portals agree on. A portal that was built for another number is not shown but named as out of date; raise it
 * when the shape below, or what a shared package exports, changes so that older portals would break.
 */
export const PORTAL_CONTRACT = 1;

/** A place to go to within a portal. */
export interface PortalLink {
  /** The whole address, e.g. "/donor/impact". */
  readonly path: string;
  /** Further addresses that belong to it, with what lies below them, e.g. "/donor/donations". */
  readonly also?: readonly string[];
  /** The name of its text in the portal's messages. */
  readonly text: string;
  readonly icon: ComponentType<{ readonly size?: number | string; readonly 'aria-hidden'?: boolean }>;
}

/** What a portal exposes as "./portal". */
export interface PortalModule {
  readonly contract: number;
  /** Draws every address below the portal's own. */
  readonly Portal: ComponentType;
  /** At most five: they are the tab bar on a phone. */
  readonly links: readonly PortalLink[];
  readonly messages: MessageLoaders;
}
