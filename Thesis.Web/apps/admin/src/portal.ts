import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconLayoutKanban from '@tabler/icons-react/icons/IconLayoutKanban';
import IconBuildingStore from '@tabler/icons-react/icons/IconBuildingStore';
import IconDots from '@tabler/icons-react/icons/IconDots';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import IconMap2 from '@tabler/icons-react/icons/IconMap2';
import { AdminPortal } from './AdminPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = AdminPortal;
export const links: readonly PortalLink[] = [
  { path: '/admin', text: 'nav.board', icon: IconLayoutKanban },
  { path: '/admin/map', text: 'nav.map', icon: IconMap2 },
  { path: '/admin/runs', text: 'nav.runs', icon: IconHistory },
  { path: '/admin/places', text: 'nav.places', icon: IconBuildingStore },
  {
    path: '/admin/office', text: 'nav.office', icon: IconDots,
    also: ['/admin/strategies', '/admin/figures', '/admin/import', '/admin/regions', '/admin/people', '/admin/messages', '/admin/moderation', '/admin/audit', '/admin/performance'],
  },
];
