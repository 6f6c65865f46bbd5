import {
  createDonation, getMyDriver, listAllocationExplanations, listAllocationRuns, listAllocations, listDonations, listDonors, listDrivers,
  listNgos, listOrders, mapDonors, mapNgos, updateNgo,
} from './generated/sdk.gen.ts';
import type {
  AllocationView, DonationRequest, DonationResponse, DonorPoint, DriverView, NgoPoint, NgoRequest, NgoResponse, OrderView, ShortfallView,
} from './generated/types.gen.ts';
import './same-origin.ts';

export type { AllocationView, DonorResponse as Donor, NgoResponse as Ngo, RunView as AllocationRun, ShortfallView } from './generated/types.gen.ts';

export type DonationStatus = 'open' | 'allocated' | 'completed' | 'cancelled' | 'expired';
export type OrderStatus =
  | 'proposed' | 'accepted' | 'assigned' | 'picked_up' | 'delivered' | 'completed'
  | 'declined' | 'expired' | 'cancelled' | 'failed';

export type Donation = Omit<DonationResponse, 'status'> & { status: DonationStatus };
export type Order = Omit<OrderView, 'status'> & { status: OrderStatus };
export type Driver = DriverView;
export type MapPoint = DonorPoint | NgoPoint;

/** A donation as the form states it: the donor's own place, every field given. */
export type NewDonation = { [Field in Exclude<keyof DonationRequest, 'place'>]-?: NonNullable<DonationRequest[Field]> };

/** What an NGO states of what it can take. */
export type Intake = Required<Pick<NgoRequest, 'dailyCapacityKg' | 'dailySlots' | 'storageClasses' | 'storageCapacityKg' | 'accepting'>>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | null;
}

const MAX_PAGES = 50;
const PAGE_SIZE = 200;
const strict = { throwOnError: true } as const;

/** Every item of a paged list, up to 10,000. */
async function all<T>(page: (query: { pageSize: number; pageToken?: string }) => Promise<{ data: Page<T> }>): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer: Page<T> = (await page({ pageSize: PAGE_SIZE, ...(token === null ? {} : { pageToken: token }) })).data;
    items.push(...answer.items);
    token = answer.nextPageToken;
    if (token === null) break;
  }
  return items;
}

export const donorPoints = async (region: string) => (await mapDonors({ ...strict, query: { region } })).data.items;
export const ngoPoints = async (region: string) => (await mapNgos({ ...strict, query: { region } })).data.items;
export const donationsOf = (region: string) => all((page) => listDonations({ ...strict, query: { region, ...page } })) as Promise<readonly Donation[]>;
export const ordersOf = (region: string) => all((page) => listOrders({ ...strict, query: { region, ...page } })) as Promise<readonly Order[]>;
export const driversOf = (region: string) => all((page) => listDrivers({ ...strict, query: { region, ...page } }));
export const myDonors = () => all((page) => listDonors({ ...strict, query: { mine: true, ...page } }));
export const myNgos = () => all((page) => listNgos({ ...strict, query: { mine: true, ...page } }));
export const latestRuns = async () => (await listAllocationRuns({ ...strict, query: { pageSize: 100 } })).data.items;
export const myDriver = async () => (await getMyDriver(strict)).data;

/** Posts a donation. Repeated with the same key it has no second effect. */
export const postDonation = async (donation: NewDonation, idempotencyKey: string) =>
  (await createDonation({ ...strict, body: donation, headers: { 'Idempotency-Key': idempotencyKey } })).data as Donation;

const PLAN_PAGE = 50;

/** A region's plans, newest first. */
export const runsOf = async (region: string) => (await listAllocationRuns({ ...strict, query: { region, pageSize: 20 } })).data.items;

/** A page of what a plan allocated, each with its reasons. */
export const lotsOf = async (runId: string, pageToken?: string): Promise<Page<AllocationView>> =>
  (await listAllocations({ ...strict, path: { id: runId }, query: { pageSize: PLAN_PAGE, ...(pageToken === undefined ? {} : { pageToken }) } })).data;

/** A page of what fell short in a plan, and why. */
export const shortfallsOf = async (runId: string, subject: 'ngo' | 'donation', pageToken?: string): Promise<Page<ShortfallView>> =>
  (await listAllocationExplanations({ ...strict, path: { id: runId }, query: { subject, pageSize: PLAN_PAGE, ...(pageToken === undefined ? {} : { pageToken }) } })).data;

/** Changes what an NGO can take; the rest of it stays. Fails with 412 when somebody changed it meanwhile. */
export const changeIntake = async (ngo: NgoResponse, intake: Intake, idempotencyKey: string) =>
  (await updateNgo({
    ...strict,
    path: { id: ngo.id },
    body: { name: ngo.name, kind: ngo.kind, place: ngo.place, openingHours: ngo.openingHours, foodPreferences: ngo.foodPreferences, ...intake },
    headers: { 'If-Match': `"${ngo.version}"`, 'Idempotency-Key': idempotencyKey },
  })).data;
