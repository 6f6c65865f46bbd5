import { useText } from './text.ts';
import { Welcome } from './Welcome.tsx';

export const MarketingPortal = () => <Welcome text={useText()} />;
