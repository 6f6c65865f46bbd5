/** Days as the API writes them; their order is that of the form. */
export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export type Day = (typeof DAYS)[number];

/** One opening a day, as clock times; null is closed. */
export type Week = Readonly<Record<Day, { readonly opens: string; readonly closes: string } | null>>;

/** One opening of opening hours as they are stored. */
export interface Opening {
  readonly day: Day;
  /** The week of the month, 1 to 5; 0 is every week, -1 the last. */
  readonly week: number;
  readonly opens: string;
  readonly closes: string;
}

/** Opening hours as they are stored: "Mon 08:00-23:00; Fri2nd 15:00-17:00; Closed Aug; By appointment". */
export interface Hours {
  readonly openings: readonly Opening[];
  /** What follows "Closed": "Aug", "Dec 24-Jan 1", "2026-12-24 to 2026-12-31", "holidays". */
  readonly closures: readonly string[];
  readonly byAppointment: boolean;
  /** Whether all of it was read; false for what is not in the stored form. */
  readonly isWhole: boolean;
}

const ENTRY = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(1st|2nd|3rd|4th|5th|Last)? (\d\d:\d\d)-(\d\d:\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Reads the one form in which hours are stored. */
export function readHours(stored: string): Hours {
  const openings: Opening[] = [];
  const closures: string[] = [];
  let byAppointment = false;
  let isWhole = true;
  for (const entry of stored.split(';').map((part) => part.trim())) {
    const [, day, week, opens, closes] = ENTRY.exec(entry) ?? [];
    if (day && opens && closes) openings.push({ day: day as Day, week: week === undefined ? 0 : week === 'Last' ? -1 : Number(week[0]), opens, closes });
    else if (entry.startsWith('Closed ')) closures.push(entry.slice('Closed '.length));
    else if (entry === 'By appointment') byAppointment = true;
    else if (entry !== '') isWhole = false;
  }
  return { openings, closures, byAppointment, isWhole };
}

/** Hours as a week; null when they say more than one opening a day can (then they stay text). */
export function weekOf(stored: string): Week | null {
  const { openings, closures, byAppointment, isWhole } = readHours(stored);
  const days = new Set(openings.map(({ day }) => day));
  if (!isWhole || closures.length > 0 || byAppointment || days.size < openings.length || openings.some(({ week }) => week !== 0)) return null;
  return Object.fromEntries(DAYS.map((day) => {
    const open = openings.find((opening) => opening.day === day);
    return [day, open ? { opens: open.opens, closes: open.closes } : null];
  })) as unknown as Week;
}

/** A week in the words of the API. */
export const hoursOf = (week: Week): string =>
  DAYS.flatMap((day) => {
    const open = week[day];
    return open ? [`${day} ${open.opens}-${open.closes}`] : [];
  }).join('; ');

/** The openings of a day ("2026-12-01"); empty when it is closed. `holidays` are the region's. */
export function openingsOn(hours: Hours, day: string, holidays: readonly string[] = []): readonly Opening[] {
  if (hours.closures.some((closure) => isClosed(closure, day, holidays))) return [];
  const date = new Date(`${day}T00:00:00Z`);
  const name = DAYS[(date.getUTCDay() + 6) % 7];
  const week = Math.floor((date.getUTCDate() - 1) / 7) + 1;
  const isLast = new Date(date.getTime() + 7 * 24 * 3_600_000).getUTCMonth() !== date.getUTCMonth();
  return hours.openings.filter((opening) => opening.day === name && (opening.week === 0 || opening.week === week || (opening.week === -1 && isLast)));
}

function isClosed(closure: string, day: string, holidays: readonly string[]): boolean {
  if (closure === 'holidays') return holidays.includes(day);
  if (/^\d{4}/.test(closure)) {
    const [from = '', until = from] = closure.split(' to ');
    return day >= from && day <= until;
  }
  const [from, until] = closure.split('-').map(dayOfYear);
  const wanted = day.slice(5);
  if (!from) return false;
  // A whole month, one day, or a stretch that may go over the end of the year.
  if (from.length === 2) return wanted.startsWith(from);
  if (!until) return wanted === from;
  return from <= until ? wanted >= from && wanted <= until : wanted >= from || wanted <= until;
}

/** "Dec 24" as "12-24", "Aug" as "08". */
const dayOfYear = (text: string): string => {
  const [month = '', day] = text.split(' ');
  const number = String(MONTHS.indexOf(month as (typeof MONTHS)[number]) + 1).padStart(2, '0');
  return day ? `${number}-${day.padStart(2, '0')}` : number;
};
