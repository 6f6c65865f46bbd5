export { CalendarFeeds } from './CalendarFeeds.tsx';
export { Consents } from './Consents.tsx';
export { Profile } from './Profile.tsx';
