/** WGS84 degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const NUMBER = String.raw`(-?\d{1,3}(?:\.\d+)?)`;

// What people copy: a pair of numbers, or a link from a map. The pair behind "@", "!3d", "q=" or "#map=" is what the link is about.
const FORMS: readonly RegExp[] = [
  new RegExp(String.raw`!3d${NUMBER}!4d${NUMBER}`),
  new RegExp(`@${NUMBER},${NUMBER}`),
  new RegExp(String.raw`[?&](?:q|ll|query|destination|daddr)=(?:loc:)?${NUMBER}(?:,|%2C)\s*${NUMBER}`, 'i'),
  new RegExp(String.raw`[?&]mlat=${NUMBER}&mlon=${NUMBER}`),
  new RegExp(String.raw`#map=\d+(?:\.\d+)?/${NUMBER}/${NUMBER}`),
  new RegExp(`^geo:${NUMBER},${NUMBER}`),
  new RegExp(String.raw`^\(?${NUMBER}°?\s*[,;\s]\s*${NUMBER}°?\)?$`),
];

/** A position as people write or copy it: latitude first. Null when it cannot be read. */
export function readPosition(written: string): Position | null {
  const text = written.trim();
  for (const form of FORMS) {
    const found = form.exec(text);
    if (!found) continue;
    const [latitude, longitude] = [Number(found[1]), Number(found[2])];
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
  }
  return null;
}

const METRE_DIGITS = 5;

/** To the metre, as the form shows it. */
export const writePosition = ({ latitude, longitude }: Position): string => `${latitude.toFixed(METRE_DIGITS)}, ${longitude.toFixed(METRE_DIGITS)}`;

/** Where this device is; rejects when it does not know, or must not say. */
export const positionOfDevice = (): Promise<Position> =>
  new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) {
      reject(new Error('This device does not know where it is.'));
      return;
    }
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }), (error) => reject(new Error(error.message)), {
      enableHighAccuracy: true,
      timeout: 20_000,
    });
  });
