import type { RegionResponse } from '@thesis/calls';
import { useLocale } from '@thesis/portal';
import { Text } from '@thesis/ui';
import { timeIn } from './clock.ts';
import { useRegionText } from './text.ts';

/** Says in which region's time the times of a screen are, and what the clock shows there when the device is elsewhere. */
export function ZoneNote({ region }: { readonly region: RegionResponse | undefined }) {
  const text = useRegionText();
  const language = useLocale();
  if (!region) return null;
  const now = new Date();
  const [there, here] = [timeIn(region.timeZone, now), timeIn(undefined, now)];
  const values = { region: region.name, zone: nameOf(region.timeZone, language), time: there };
  return (
    <Text size="sm" c="dimmed">
      {text(there === here ? 'zone' : 'zoneElsewhere', values)}
    </Text>
  );
}

/** "Pacific Time" for America/Los_Angeles. */
const nameOf = (zone: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(0).find((part) => part.type === 'timeZoneName')?.value ?? zone;
