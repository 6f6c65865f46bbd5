import { loadRemote, registerRemotes } from '@module-federation/runtime';
import { loadMessages, registerMessages } from '@thesis/i18n';
import { PORTAL_CONTRACT, type PortalModule } from '@thesis/portal';
import type { PortalName } from './portals.ts';

/** The portal was built for another shell. */
export class OutdatedPortal extends Error {}

let attempts = 0;

/** Fetches a portal's code and its messages. It may be down or of another version; then this fails and may be tried again. */
export async function loadPortal(name: PortalName): Promise<PortalModule> {
  // A browser remembers that a module failed; another address is asked anew.
  const again = attempts++ === 0 ? '' : `?attempt=${attempts}`;
  registerRemotes([{ name, type: 'module', entry: `/remotes/${name}/remoteEntry.js${again}` }], { force: again !== '' });
  const portal = await loadRemote<PortalModule>(`${name}/portal`);
  if (portal?.contract !== PORTAL_CONTRACT) throw new OutdatedPortal(`${name} is of contract ${portal?.contract ?? 'unknown'}, the shell of ${PORTAL_CONTRACT}.`);
  registerMessages(name, portal.messages);
  await loadMessages();
  return portal;
}
