/** The portals that the shell knows. To add one, add a line here and an app of that name (docs/portals.md). */
export const PORTALS = [
  { name: 'donor', path: '/donor', roles: ['donor'] },
  { name: 'ngo', path: '/ngo', roles: ['ngo'] },
  { name: 'driver', path: '/driver', roles: ['driver'] },
  { name: 'admin', path: '/admin', roles: ['dispatcher', 'admin'] },
] as const;

export type PortalName = (typeof PORTALS)[number]['name'] | 'marketing';

/** The portals of somebody with these roles; the first is their home. */
export const portalsOf = (roles: readonly string[]) => PORTALS.filter((portal) => portal.roles.some((role) => roles.includes(role)));

/** The portal that an address belongs to. */
export const portalAt = (path: string) => PORTALS.find((portal) => path === portal.path || path.startsWith(`${portal.path}/`));
