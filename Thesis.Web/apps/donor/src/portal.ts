import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import IconBasket from '@tabler/icons-react/icons/IconBasket';
import IconChartBar from '@tabler/icons-react/icons/IconChartBar';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import IconRepeat from '@tabler/icons-react/icons/IconRepeat';
import { DonorPortal } from './DonorPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = DonorPortal;
export const links: readonly PortalLink[] = [
  { path: '/donor', also: ['/donor/donations'], text: 'nav.donations', icon: IconBasket },
  { path: '/donor/post', text: 'nav.post', icon: IconPlus },
  { path: '/donor/recurring', text: 'nav.recurring', icon: IconRepeat },
  { path: '/donor/impact', text: 'nav.impact', icon: IconChartBar },
];
