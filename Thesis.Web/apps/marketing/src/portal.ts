import { PORTAL_CONTRACT, type PortalLink } from '@thesis/portal';
import { MarketingPortal } from './MarketingPortal.tsx';

export { messages } from './messages/index.ts';

export const contract = PORTAL_CONTRACT;
export const Portal = MarketingPortal;
export const links: readonly PortalLink[] = [
];
