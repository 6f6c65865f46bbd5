import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconTruck from '@tabler/icons-react/icons/IconTruck';
import { DriverPortal } from './DriverPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = DriverPortal;
export const links: readonly PortalLink[] = [
  { path: '/driver', text: 'nav.offers', icon: IconTruck },
];
