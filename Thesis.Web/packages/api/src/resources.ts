import { api, type Query } from './http.ts';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly address: string;
  readonly region: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string | null;
}

export interface Donor {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
}

export interface MapPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly latitude: number;
  readonly longitude: number;
}

export interface Donation {
  readonly id: string;
  readonly version: number;
  readonly donorName: string;
  readonly place: Place;
  readonly foodType: string;
  readonly title: string;
  readonly quantityKg: number;
  readonly reservedKg: number;
  readonly deliveredKg: number;
  readonly lostKg: number;
  readonly expiresAt: string;
  readonly status: 'open' | 'allocated' | 'completed' | 'cancelled' | 'expired';
}

export type OrderStatus =
  | 'proposed' | 'accepted' | 'assigned' | 'picked_up' | 'delivered' | 'completed'
  | 'declined' | 'expired' | 'cancelled' | 'failed';

export interface Stop {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Order {
  readonly id: string;
  readonly version: number;
  readonly status: OrderStatus;
  readonly region: string;
  readonly driverId?: string | null;
  readonly quantityKg: number;
  readonly deliveredKg: number;
  readonly title: string;
  readonly donorName: string;
  readonly ngoName: string;
  readonly pickup: Stop;
  readonly dropoff: Stop;
  readonly km: number;
}

export interface Driver {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly onShift: boolean;
  readonly lastPosition?: (Stop & { readonly time: string }) | null;
}

export interface AllocationRun {
  readonly id: string;
  readonly region: string;
}

export interface NewDonation {
  readonly donorId: string;
  readonly title: string;
  readonly foodType: string;
  readonly storageClass: string;
  readonly quantityKg: number;
  readonly smallestLotKg: number;
  readonly expiresAt: string;
  readonly pickupFrom: string;
  readonly pickupUntil: string;
}

const MAX_PAGES = 50;

/** Every item of a paged list, up to 10,000. */
export async function listAll<T>(path: string, query: Query): Promise<readonly T[]> {
  const items: T[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer: Page<T> = await api.get(path, { ...query, pageSize: 200, pageToken });
    items.push(...answer.items);
    if (!answer.nextPageToken) break;
    pageToken = answer.nextPageToken;
  }
  return items;
}

const mapOf = async (collection: string, region: string) =>
  (await api.get<{ items: readonly MapPoint[] }>(`/api/v1/${collection}/map`, { region })).items;

export const donorPoints = (region: string) => mapOf('donors', region);
export const ngoPoints = (region: string) => mapOf('ngos', region);
export const donationsOf = (region: string) => listAll<Donation>('/api/v1/donations', { region });
export const ordersOf = (region: string) => listAll<Order>('/api/v1/orders', { region });
export const driversOf = (region: string) => listAll<Driver>('/api/v1/drivers', { region });
export const myDonors = () => listAll<Donor>('/api/v1/donors', { mine: true });
export const myNgos = () => listAll<Donor>('/api/v1/ngos', { mine: true });
export const latestRuns = async () => (await api.get<Page<AllocationRun>>('/api/v1/allocation-runs', { pageSize: 100 })).items;
export const myDriver = () => api.get<Driver>('/api/v1/drivers/me');
export const postDonation = (donation: NewDonation, idempotencyKey: string) => api.post<Donation>('/api/v1/donations', donation, idempotencyKey);
