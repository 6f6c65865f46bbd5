import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconInbox from '@tabler/icons-react/icons/IconInbox';
import { NgoPortal } from './NgoPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = NgoPortal;
export const links: readonly PortalLink[] = [
  { path: '/ngo', text: 'nav.inbox', icon: IconInbox },
];
