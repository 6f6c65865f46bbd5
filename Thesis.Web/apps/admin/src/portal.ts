import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconLayoutKanban from '@tabler/icons-react/icons/IconLayoutKanban';
import IconMap2 from '@tabler/icons-react/icons/IconMap2';
import { AdminPortal } from './AdminPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = AdminPortal;
export const links: readonly PortalLink[] = [
  { path: '/admin', text: 'nav.board', icon: IconLayoutKanban },
  { path: '/admin/map', text: 'nav.map', icon: IconMap2 },
];
