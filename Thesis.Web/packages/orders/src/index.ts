export { saveCsv, toCsv } from './csv.ts';
export { DriverNearby } from './DriverNearby.tsx';
export { distanceKm } from './distance.ts';
export { useDriverPosition, type SeenAt } from './live-driver.ts';
export { OrderBadge } from './OrderBadge.tsx';
export { OrderTimeline } from './OrderTimeline.tsx';
export { ENDS, isCarried, isUnderWay, statusOf, STEPS, TONES, type OrderStatus } from './status.ts';
export { useOrderText } from './text.ts';
