import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconListCheck from '@tabler/icons-react/icons/IconListCheck';
import IconRoute from '@tabler/icons-react/icons/IconRoute';
import IconTruck from '@tabler/icons-react/icons/IconTruck';
import { DriverPortal } from './DriverPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = DriverPortal;
export const links: readonly PortalLink[] = [
  { path: '/driver', also: ['/driver/orders', '/driver/unsent'], text: 'nav.stops', icon: IconRoute },
  { path: '/driver/offers', text: 'nav.offers', icon: IconListCheck },
  { path: '/driver/vehicle', text: 'nav.vehicle', icon: IconTruck },
];
