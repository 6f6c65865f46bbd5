import { createContext, useContext } from 'react';
import type { StreamState } from '../api/live-stream.ts';
import type { ResourceCommand, ResourceView } from '../api/types.ts';

export interface ResourcesApi {
  readonly resources: readonly ResourceView[];
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: Error | null;
  readonly connection: StreamState;
  readonly retry: () => void;
  /** Runs a command, after its confirmation and arguments were asked for. */
  readonly run: (resource: ResourceView, command: ResourceCommand) => void;
}

export const ResourcesContext = createContext<ResourcesApi | null>(null);

export function useResources(): ResourcesApi {
  const api = useContext(ResourcesContext);
  if (!api) throw new Error('useResources is used outside of ResourcesProvider.');
  return api;
}

export type ResourceEvent = { readonly kind: 'upsert'; readonly resource: ResourceView } | { readonly kind: 'delete'; readonly name: string };

/** The resources after some events, the later winning. */
export function applyEvents(resources: ReadonlyMap<string, ResourceView>, events: readonly ResourceEvent[]): ReadonlyMap<string, ResourceView> {
  const next = new Map(resources);
  for (const event of events) {
    if (event.kind === 'delete') next.delete(event.name);
    else next.set(event.resource.name, event.resource);
  }
  return next;
}
