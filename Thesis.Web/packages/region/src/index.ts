export { addDays, dayIn, instantIn, timeIn, weekdayOf, WEEKDAYS, windowIn, type Weekday, type Window } from './clock.ts';
export { useRegion } from './use-region.ts';
export { ZoneNote } from './ZoneNote.tsx';
export { clockNamed, dayNamed, daysNamed, duration, weekdayName, weekdaysNamed } from './words.ts';
