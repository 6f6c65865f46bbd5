/** Days as the API writes them; their order is that of the form. */
export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export type Day = (typeof DAYS)[number];

/** One opening a day, as clock times; null is closed. */
export type Week = Readonly<Record<Day, { readonly opens: string; readonly closes: string } | null>>;

const ENTRY = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d\d:\d\d)-(\d\d:\d\d)$/;

/** Hours as the API gives them, as a week; null when they say more than one opening a day can (then they stay text). */
export function weekOf(hours: string): Week | null {
  const week = Object.fromEntries(DAYS.map((day) => [day, null])) as Record<Day, { opens: string; closes: string } | null>;
  for (const entry of hours.split(';').map((part) => part.trim()).filter((part) => part !== '')) {
    const [, day, opens, closes] = ENTRY.exec(entry) ?? [];
    if (!day || !opens || !closes || week[day as Day]) return null;
    week[day as Day] = { opens, closes };
  }
  return week;
}

/** A week in the words of the API. */
export const hoursOf = (week: Week): string =>
  DAYS.flatMap((day) => {
    const open = week[day];
    return open ? [`${day} ${open.opens}-${open.closes}`] : [];
  }).join('; ');
