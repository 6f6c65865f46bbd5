import type { ResourceView } from '../api/types.ts';

/** Whether a relationship's name means the resource: its own, or that which all its replicas share. */
export const isNamed = (resource: ResourceView, name: string): boolean => resource.name === name || resource.displayName === name;

/** The resources that a relationship's name means. */
export const named = (resources: readonly ResourceView[], name: string): readonly ResourceView[] => resources.filter((one) => isNamed(one, name));
