interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** An address that the device's navigation app opens: geo: on Android, Apple's maps, elsewhere a route on OpenStreetMap. */
export function navigationLink({ latitude, longitude }: Point, label: string, userAgent = navigator.userAgent): string {
  const point = `${latitude},${longitude}`;
  if (/Android/i.test(userAgent)) return `geo:${point}?q=${point}(${encodeURIComponent(label)})`;
  if (/iPhone|iPad|iPod|Macintosh/i.test(userAgent)) return `maps://?daddr=${point}&q=${encodeURIComponent(label)}`;
  return `https://www.openstreetmap.org/directions?to=${point}`;
}
