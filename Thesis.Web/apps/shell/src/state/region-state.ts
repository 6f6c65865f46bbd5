import type { Donation, Driver, MapPoint, Order, OrderStatus } from '@thesis/api';
import type { LiveMessage } from '@thesis/realtime';

/** A driver with where it is. */
export interface DriverMark {
  readonly id: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly time: string;
}

export interface FeedItem {
  readonly id: number;
  readonly time: string;
  readonly text: string;
  readonly tone: 'donor' | 'ngo' | 'driver' | 'bad';
}

/** Everything known of a region at one moment. */
export interface Snapshot {
  readonly donors: ReadonlyMap<string, MapPoint>;
  readonly ngos: ReadonlyMap<string, MapPoint>;
  readonly donations: ReadonlyMap<string, Donation>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly drivers: ReadonlyMap<string, DriverMark>;
  readonly feed: readonly FeedItem[];
}

interface LiveOrder extends Omit<Order, 'quantityKg'> {
  readonly kg: number;
}

const FEED_LENGTH = 40;

const FEED_OF_STATUS: Partial<Record<OrderStatus, (order: Order) => [string, FeedItem['tone']]>> = {
  proposed: (o) => [`${kg(o.quantityKg)} of ${o.title} from ${o.donorName} go to ${o.ngoName}`, 'ngo'],
  declined: (o) => [`${o.ngoName} declined ${kg(o.quantityKg)} of ${o.title}`, 'bad'],
  picked_up: (o) => [`${kg(o.quantityKg)} picked up at ${o.donorName}`, 'driver'],
  delivered: (o) => [`${kg(o.deliveredKg)} of ${o.title} delivered to ${o.ngoName}`, 'ngo'],
  failed: (o) => [`An order for ${o.ngoName} failed; its food is offered again`, 'bad'],
};

const kg = (value: number): string => `${Math.round(value * 10) / 10} kg`;

/** The state of a region, fed by lists and live messages; listeners hear of changes at most once a frame. */
export class RegionState {
  #donors = new Map<string, MapPoint>();
  #ngos = new Map<string, MapPoint>();
  #donations = new Map<string, Donation>();
  #orders = new Map<string, Order>();
  #drivers = new Map<string, DriverMark>();
  #driverNames = new Map<string, string>();
  #feed: FeedItem[] = [];
  #nextFeed = 1;
  #snapshot: Snapshot;
  #listeners = new Set<() => void>();
  #scheduled = false;
  readonly #nextFrame: (run: () => void) => void;

  constructor(
    readonly region: string,
    nextFrame: (run: () => void) => void = (run) => requestAnimationFrame(run),
  ) {
    this.#nextFrame = nextFrame;
    this.#snapshot = this.#take();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  setPlaces(donors: readonly MapPoint[], ngos: readonly MapPoint[]): void {
    this.#donors = new Map(donors.map((donor) => [donor.id, donor]));
    this.#ngos = new Map(ngos.map((ngo) => [ngo.id, ngo]));
    this.#changed();
  }

  addDonations(donations: readonly Donation[]): void {
    donations.forEach((donation) => this.#keepNewest(this.#donations, donation));
    this.#changed();
  }

  addOrders(orders: readonly Order[]): void {
    orders.forEach((order) => this.#keepNewest(this.#orders, order));
    this.#changed();
  }

  addDrivers(drivers: readonly Driver[]): void {
    for (const driver of drivers) {
      this.#driverNames.set(driver.id, driver.name);
      if (driver.lastPosition) this.#moveDriver(driver.id, driver.lastPosition.latitude, driver.lastPosition.longitude, driver.lastPosition.time);
    }
    this.#changed();
  }

  apply(message: LiveMessage): void {
    switch (message.type) {
      case 'donation.created':
      case 'donation.updated':
        this.#applyDonation(message as LiveMessage<{ donation: Donation }>);
        break;
      case 'order.created':
      case 'order.status.changed':
        this.#applyOrder(message as LiveMessage<{ order: LiveOrder }>);
        break;
      case 'driver.location.updated':
        this.#applyPositions(message as LiveMessage<{ driverId: string; positions: readonly { latitude: number; longitude: number; time: string }[] }>);
        break;
      case 'driver.updated': {
        const { driver } = (message as LiveMessage<{ driver: Driver }>).data;
        this.#driverNames.set(driver.id, driver.name);
        break;
      }
      default:
        return;
    }
    this.#changed();
  }

  #applyDonation({ data: { donation }, time, type }: LiveMessage<{ donation: Donation }>): void {
    if (donation.place.region !== this.region) return;
    const isNew = this.#keepNewest(this.#donations, donation);
    if (isNew && type === 'donation.created') this.#tell(time, `${donation.donorName} offers ${kg(donation.quantityKg)} of ${donation.title}`, 'donor');
  }

  #applyOrder({ data: { order: live }, time }: LiveMessage<{ order: LiveOrder }>): void {
    if (live.region !== this.region) return;
    const order: Order = { ...live, quantityKg: live.kg };
    if (!this.#keepNewest(this.#orders, order)) return;
    const line = FEED_OF_STATUS[order.status]?.(order);
    if (line) this.#tell(time, ...line);
  }

  #applyPositions({ data }: LiveMessage<{ driverId: string; positions: readonly { latitude: number; longitude: number; time: string }[] }>): void {
    const last = data.positions.at(-1);
    if (last) this.#moveDriver(data.driverId, last.latitude, last.longitude, last.time);
  }

  #moveDriver(id: string, latitude: number, longitude: number, time: string): void {
    const before = this.#drivers.get(id);
    if (before && before.time > time) return;
    this.#drivers.set(id, { id, name: this.#driverNames.get(id) ?? 'A driver', latitude, longitude, time });
  }

  #keepNewest<T extends { readonly id: string; readonly version: number }>(map: Map<string, T>, item: T): boolean {
    const before = map.get(item.id);
    if (before && before.version >= item.version) return false;
    map.set(item.id, item);
    return true;
  }

  #tell(time: string, text: string, tone: FeedItem['tone']): void {
    this.#feed = [{ id: this.#nextFeed++, time, text, tone }, ...this.#feed].slice(0, FEED_LENGTH);
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#nextFrame(() => {
      this.#scheduled = false;
      this.#snapshot = this.#take();
      this.#listeners.forEach((listener) => listener());
    });
  }

  #take(): Snapshot {
    return { donors: this.#donors, ngos: this.#ngos, donations: this.#donations, orders: this.#orders, drivers: this.#drivers, feed: this.#feed };
  }
}
