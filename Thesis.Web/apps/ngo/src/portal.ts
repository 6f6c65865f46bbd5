import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconAdjustments from '@tabler/icons-react/icons/IconAdjustments';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import IconInbox from '@tabler/icons-react/icons/IconInbox';
import IconTruckDelivery from '@tabler/icons-react/icons/IconTruckDelivery';
import { NgoPortal } from './NgoPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = NgoPortal;
export const links: readonly PortalLink[] = [
  { path: '/ngo', text: 'nav.inbox', icon: IconInbox },
  { path: '/ngo/arriving', also: ['/ngo/orders'], text: 'nav.arriving', icon: IconTruckDelivery },
  { path: '/ngo/calendar', text: 'nav.calendar', icon: IconCalendar },
  { path: '/ngo/intake', text: 'nav.intake', icon: IconAdjustments },
  { path: '/ngo/history', also: ['/ngo/impact'], text: 'nav.history', icon: IconHistory },
];
