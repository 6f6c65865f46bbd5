import { CalendarFeeds, Consents, Profile } from '@thesis/account';
import { Link } from '@thesis/portal';
import { Anchor } from '@thesis/ui';
import { useText } from '../text.ts';
import { Dead } from './Dead.tsx';

const PARTS: Readonly<Record<string, typeof Profile>> = { profile: Profile, consents: Consents, calendar: CalendarFeeds };

/** What is kept with the account rather than on this device: a part of the settings with its own address. */
export default function Account({ part }: { readonly part: string }) {
  const text = useText();
  const Part = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
  return Part ? <Part key={part} lead={<Anchor component={Link} href="/settings" className="thesis-back">{text('settings.title')}</Anchor>} /> : <Dead why="notFound" />;
}
