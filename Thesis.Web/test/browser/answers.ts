import type { AllocationView, CalendarsResponse, ConsentsResponse, ConversationResponse, DonationResponse, DonorResponse, DriverOrderResponse, DriverResponse, ImportReport, MemberResponse, MembershipRequestResponse, MessageResponse, NgoResponse, NotificationResponse, OrderResponse, ProfileResponse, ReportResponse, RunView, SanctionResponse, ShortfallView, StrategyView, TemplateResponse } from '@thesis/calls';

import { history, officeAnswer } from './office-answers.ts';

export interface Call {
  /** The account's login; null for a visitor. */
  readonly user: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string | undefined;
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
/** A day of Los Angeles, so many days from today. */
const day = (days: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(Date.now() + days * 24 * HOUR);
const page = <T>(items: readonly T[]) => ({ items, nextPageToken: null });

const place = { latitude: 34.05, longitude: -118.25, address: '9 Main St, Los Angeles 90001', region: 'los-angeles' };

const donor: DonorResponse = { id: 'dnr_1', version: 1, name: 'Main Street Market', kind: 'supermarket', place, openingHours: '', verified: true, managers: null, staff: null, locations: [], contacts: null, accessNotes: null };
const donors = [donor, { ...donor, id: 'dnr_2', name: 'Sunset Bakery', place: { ...place, address: '200 Sunset Blvd, Los Angeles 90026', latitude: 34.08, longitude: -118.27 } }];

export const ngo: NgoResponse = {
  id: 'ngo_1', version: 1, name: 'Corner Pantry', kind: 'food_pantry', place, openingHours: 'Mon 09:00-17:00; Wed 09:00-17:00; Sat 10:00-14:00', verified: true, managers: null, staff: null, locations: [],
  dailyCapacityKg: 500, dailySlots: 10, storageClasses: ['ambient', 'chilled'], foodPreferences: ['bakery'], priority: 3, accepting: true, storageCapacityKg: { ambient: 300, chilled: null, frozen: null }, contacts: [{ name: 'Ana Ruiz', role: 'Night shift', phone: '+1 213 555 0100', email: null }], accessNotes: 'Ring at the back door.',
  calendar: { resumesOn: null, pauseReason: '', closures: [{ from: day(3), until: day(4), reason: 'Stocktaking' }], days: [{ date: day(1), capacityKg: 900, slots: 20 }] },
};

const donation = (id: string, part: Partial<DonationResponse>): DonationResponse => ({
  id, version: 1, donorId: 'dnr_1', donorName: donor.name, place, foodType: 'bakery', title: 'Bread and pastries', quantityKg: 120, smallestLotKg: 5,
  openKg: 120, reservedKg: 0, deliveredKg: 0, lostKg: 0, storageClass: 'ambient', expiresAt: at(20), pickupFrom: at(0.2), pickupUntil: at(4), status: 'open',
  stage: 'open', amount: 120, unit: 'kg', unitKg: 1, allergens: null, accessNotes: null, pickupNotes: '', tooSmallToPlaceKg: 0, consequences: null, ...part,
});

const donations = [
  donation('don_1', {}),
  donation('don_2', { title: 'Cooked rice with vegetables', status: 'allocated', openKg: 20, reservedKg: 100, foodType: 'prepared', storageClass: 'chilled', allergens: ['celery', 'soy'], pickupNotes: 'In crates, please bring them back.', accessNotes: 'Ring at the back door.' }),
  donation('don_3', { title: 'Yoghurt', status: 'completed', openKg: 0, deliveredKg: 110, lostKg: 10, pickupFrom: at(-30), pickupUntil: at(-26), expiresAt: at(-6) }),
  donation('don_5', { title: 'Rolls of tomorrow', status: 'draft', stage: 'draft', amount: 12, unit: 'box', unitKg: 10, pickupFrom: at(20), pickupUntil: at(23), expiresAt: at(40), allergens: ['gluten', 'sesame'] }),
  donation('don_4', { title: 'Tomatoes', status: 'expired', pickupFrom: at(-60), pickupUntil: at(-56), expiresAt: at(-50) }),
];

export const order = (id: string, status: string, part: Partial<OrderResponse> = {}): OrderResponse => ({
  id, version: 1, status, region: 'los-angeles', allocationId: 'alc_1', runId: 'run_1', donationId: 'don_2', donorId: 'dnr_1', ngoId: 'ngo_1', driverId: null,
  quantityKg: 50, pickedUpKg: 0, deliveredKg: 0, title: 'Cooked rice with vegetables', foodType: 'prepared', donorName: donor.name, ngoName: ngo.name,
  pickup: place, dropoff: { latitude: 34.1, longitude: -118.3, address: '1 Main St, Los Angeles 90001' }, pickupFrom: at(0.2), pickupUntil: at(4), expiresAt: at(20),
  respondBy: at(0.2), answerBy: at(0.2), km: 5.2, why: ['preferred', 'fair', 'donation'], reason: '', pickupReason: '', deliveryReason: '', quality: null, codeRequired: false, deliveryCode: null, proposedKg: part.quantityKg ?? 50, lostKg: 0, surplusKg: 0,
  storageClass: 'chilled', estimatedPickupAt: null, estimatedDeliveryAt: null, createdAt: at(-1), updatedAt: at(-0.5), acceptedAt: null, assignedAt: null, pickedUpAt: null, deliveredAt: null, endedAt: null, ...part,
});

const orders = [
  order('ord_1', 'proposed'),
  order('ord_2', 'proposed', { title: 'Bread and pastries', quantityKg: 70, respondBy: at(0.05) }),
  order('ord_3', 'accepted', { title: 'Tomatoes' }),
  order('ord_4', 'assigned', { driverId: 'drv_1', title: 'Milk', acceptedAt: at(-0.8), assignedAt: at(-0.5), estimatedPickupAt: at(0.3), estimatedDeliveryAt: at(0.8), codeRequired: true, deliveryCode: '4711' }),
  order('ord_5', 'picked_up', { driverId: 'drv_1', title: 'Apples', pickedUpKg: 48 }),
  order('ord_6', 'delivered', { driverId: 'drv_1', title: 'Soup', pickedUpKg: 40, deliveredKg: 38, quantityKg: 40, pickupReason: '', deliveryReason: 'A pot leaked.', lostKg: 2, acceptedAt: at(-3), assignedAt: at(-2), pickedUpAt: at(-0.8), deliveredAt: at(-0.2) }),
  order('ord_7', 'completed', { driverId: 'drv_1', title: 'Yoghurt', pickedUpKg: 40, deliveredKg: 40, quantityKg: 40, deliveredAt: at(-9) }),
  order('ord_8', 'failed', { driverId: 'drv_1', title: 'Cheese', reason: 'The fridge at the donor had failed.' }),
];

export const driver: DriverResponse = { id: 'drv_1', version: 1, userId: 'user-driver1', name: 'Dora', region: 'los-angeles', vehicle: 'van', capacityKg: 300, cooling: 'cold_box', onShift: true, lastPosition: null, createdAt: at(-900) };
export const drive = (one: OrderResponse): DriverOrderResponse => {
  const { id, version, status, region, donationId, ngoId, quantityKg, pickedUpKg, deliveredKg, title, foodType, storageClass, donorName, ngoName, pickup, dropoff, pickupFrom, pickupUntil, expiresAt, km, reason } = one;
  const { codeRequired, assignedAt, pickedUpAt, deliveredAt } = one;
  return {
    id, version, status, region, donationId, ngoId, quantityKg, pickedUpKg, deliveredKg, title, foodType, storageClass, donorName, ngoName, pickup, dropoff, pickupFrom, pickupUntil, expiresAt, km, reason,
    codeRequired, assignedAt, pickedUpAt, deliveredAt,
  };
};

const bakery = { latitude: 34.08, longitude: -118.27, address: '200 Sunset Blvd, Los Angeles 90026' };
const drives = [
  drive(order('ord_4', 'assigned', { title: 'Milk' })),
  drive(order('ord_5', 'picked_up', { title: 'Apples', pickedUpKg: 48, ngoName: 'Riverside Kitchen', dropoff: { latitude: 34.07, longitude: -118.23, address: '77 River Rd, Los Angeles 90031' }, expiresAt: at(3) })),
];
const offers = [
  drive(order('ord_3', 'accepted', { title: 'Tomatoes' })),
  drive(order('ord_9', 'accepted', { title: 'Sandwiches', donorName: 'Sunset Bakery', pickup: bakery, quantityKg: 12, pickupUntil: at(1), expiresAt: at(5), km: 3.1 })),
];

const run: RunView = {
  id: 'run_1', region: 'los-angeles', status: 'completed', cause: 'change', requestedBy: 'system', requestedAt: at(-1), completedAt: at(-1), day: '2026-12-01', strategyVersion: 'balanced@1',
  solverVersion: '1', solverStatus: 'optimal', objective: 100, bound: 100, gap: 0, solveMs: 120, stoppedBy: 'optimal', totalMs: 200, donations: 3, ngos: 8, offeredKg: 240, allocatedKg: 220,
  lots: 5, dropped: 0, refused: 0, reason: '',
};

const runs = [run, { ...run, id: 'run_2', requestedAt: at(-3), strategyVersion: 'nearest@1', allocatedKg: 190, gap: 0.02 }];

const lot = (id: string, kg: number, ngoName: string): AllocationView => ({
  id, donationId: 'don_2', donationTitle: 'Cooked rice with vegetables', donorName: donor.name, foodType: 'prepared', ngoId: `ngo_${ngoName}`, ngoName, kg, releasedKg: 0, status: 'reserved', reason: '', km: 5.2,
  explanation: {
    valuePerKg: 1, priorityFactor: 1, preferenceFactor: 1, urgencyFactor: 1, fairnessFactor: 1, tripCost: 3, travelMinutes: 12, netValue: 40, pricePaid: 0, limitedBy: 'donation',
    why: ['It has had the least food for its size in the last week.', 'It prefers cooked meals and is 12 minutes away.'],
  },
});
const lots: Readonly<Record<string, readonly AllocationView[]>> = { run_1: [lot('alc_1', 100, 'Corner Pantry'), lot('alc_2', 60, 'Riverside Kitchen')], run_2: [lot('alc_3', 160, 'Corner Pantry')] };

const shortfalls: readonly ShortfallView[] = [{
  subject: 'ngo', ngoId: 'ngo_1', donationId: null, name: 'Corner Pantry', donorName: '', allocatedKg: 100, leftKg: 400, deliveries: 10, priceOfKg: 0, priceOfSlot: 12,
  limits: [{ kind: 'slots', price: 12, pairs: 3, ngoId: 'ngo_1', ngoName: 'Corner Pantry', donationId: null, donationTitle: '', donorName: '', quantityKg: 80, gain: 12, fromNgoId: null, fromNgoName: '', bidPerKg: 0 }],
  why: ['It has no delivery slot left.', 'One more slot would bring 80 kg of cooked rice.'],
}];

const strategy = (name: string, about: string, document: unknown): StrategyView => ({ name, about, builtIn: true, createdBy: null, createdAt: null, document: document as StrategyView['document'] });
const strategies = [
  strategy('balanced@1', 'Value, fairness and short ways in balance.', { weights: { value: 1, fairness: 0.5, travel: 0.1 }, limits: { candidates: 40 } }),
  strategy('nearest@1', 'Short ways before all else.', { weights: { value: 1, fairness: 0.1, travel: 0.8 }, limits: { candidates: 40 } }),
];

const report: ImportReport = {
  dryRun: true, created: 2, updated: 1, unchanged: 40, rejected: 1, unplaced: 1, complete: true,
  file: { encoding: 'utf-8', separator: 'comma', columns: { name: 'Agency', address: 'Street', latitude: 'Lat', longitude: 'Lon' }, ignoredColumns: ['Phone'] },
  rows: [{ line: 7, column: 'latitude', value: '340.5', reason: 'must be from -90 to 90 degrees' }], warnings: [], toPlace: [{ line: 9, name: 'New Hope', address: '4 Elm St' }],
};

const requests: readonly MembershipRequestResponse[] = [
  { id: 'mem_1', account: 'user-kim', name: 'Kim Park', email: 'kim@example.org', role: 'donor', organisation: 'Park’s Bakery', region: 'los-angeles', phone: '+1 213 555 0100', statement: 'We bake every night and have 20 kg left at closing time.', status: 'pending', reason: '', createdAt: at(-20), decidedAt: null, decidedBy: null },
  { id: 'mem_2', account: 'user-lee', name: 'Lee Ortiz', email: 'lee@example.org', role: 'driver', organisation: '', region: 'los-angeles', phone: '', statement: '', status: 'pending', reason: '', createdAt: at(-2), decidedAt: null, decidedBy: null },
];

const members: readonly MemberResponse[] = [
  { id: 'user-admin', name: 'Administrator', email: '', roles: ['admin'], suspended: false },
  { id: 'user-kim', name: 'Kim Park', email: 'kim@example.org', roles: ['donor', 'driver'], suspended: false },
  { id: 'user-sam', name: 'Sam Reed', email: 'sam@example.org', roles: [], suspended: true },
];

const notifications: readonly NotificationResponse[] = [
  { id: 'ntf_2', kind: 'order_proposed', title: '25 kg of Bread for you', body: 'From Main Street Market. Please answer by Tue 18:30.', path: '/ngo', createdAt: at(-0.1), readAt: null },
  { id: 'ntf_1', kind: 'order_changed', title: '40 kg of Soup has arrived', body: 'Please confirm what you received.', path: '/ngo/orders/ord_6', createdAt: at(-20), readAt: at(-19) },
];
const choices = ['order_proposed', 'order_changed', 'order_to_drive', 'donation_allocated', 'chat_message'].flatMap((kind) =>
  ['in_app', 'email', 'sms', 'push'].map((channel) => ({ kind, channel, wanted: channel === 'in_app' })));

export const message = (id: string, number: number, part: Partial<MessageResponse> & { readonly name?: string; readonly as?: string }): MessageResponse => {
  const { name = 'Dora', as = 'driver', ...rest } = part;
  return {
    id, conversationId: 'cnv_1', number, author: { id: `prs_${name}`, name, part: as }, isMine: false, kind: 'text', text: '', quick: '', location: null, commandId: id,
    postedAt: at(-1 + number / 60), state: 'shown', ...rest,
  };
};

const messages = [
  message('msg_1', 1, { name: 'Main Street Market', as: 'donor', text: 'Six crates, ready from now. Please come to the back of the house: the front is closed on Tuesdays.' }),
  message('msg_2', 2, { kind: 'quick', quick: 'late_5' }),
  message('msg_3', 3, { kind: 'quick', quick: 'which_door' }),
  message('msg_4', 4, { isMine: true, name: 'Kim', as: 'ngo', text: 'The blue one beside the ramp.\nRing twice, it takes a moment.' }),
  message('msg_5', 5, { kind: 'location', location: { latitude: 34.0522, longitude: -118.2437 } }),
  message('msg_6', 6, { text: 'Call me at ••• ••• ••00' }),
  message('msg_7', 7, { name: 'Lee', as: 'staff', text: '', state: 'hidden' }),
];

export const conversation = (id: string, part: Partial<ConversationResponse>): ConversationResponse => ({
  id, kind: 'order', region: 'los-angeles', order: { id: 'ord_6', status: 'picked_up', title: 'Soup', donorName: donor.name, ngoName: ngo.name }, with: '', lastNumber: 7, lastAt: at(-0.1), readUpTo: 7, unread: 0,
  hasLeft: false, mayWrite: true, refusal: null, refusalText: null, latest: null, ...part,
});

const conversations = [
  conversation('cnv_1', { unread: 2, latest: messages[5] ?? null }),
  conversation('cnv_2', { kind: 'board', order: null, lastAt: at(-3), latest: message('msg_9', 1, { name: 'Ana', as: 'member', text: 'Who can lend us two trolleys this weekend?' }) }),
  conversation('cnv_3', { kind: 'direct', region: '', order: null, with: 'Dora', lastAt: at(-20), latest: message('msg_8', 1, { isMine: true, text: 'See you tomorrow' }) }),
  conversation('cnv_4', { order: { id: 'ord_7', status: 'completed', title: 'Yoghurt', donorName: donor.name, ngoName: ngo.name }, lastAt: at(-90), hasLeft: true, mayWrite: false, refusal: 'no-longer-taking-part', refusalText: 'You no longer take part.' }),
];

const participants = [
  { id: 'prs_Kim', name: 'Kim', part: 'ngo', isMe: true, hasLeft: false, isBlocked: false, readUpTo: 7 },
  { id: 'prs_Dora', name: 'Dora', part: 'driver', isMe: false, hasLeft: false, isBlocked: false, readUpTo: 5 },
  { id: 'prs_Main Street Market', name: 'Main Street Market', part: 'donor', isMe: false, hasLeft: false, isBlocked: false, readUpTo: 3 },
];

const reports: readonly ReportResponse[] = [
  { id: 'rpt_1', reporter: 'Kim', cause: 'abuse', note: 'This is the second time.', status: 'open', createdAt: at(-0.5), decidedAt: null, reason: '', conversationKind: 'board', region: 'los-angeles', title: '', message: message('msg_20', 4, { name: 'Max', as: 'member', text: 'You people are useless.' }) },
  { id: 'rpt_2', reporter: '', cause: 'spam', note: '', status: 'open', createdAt: at(-7), decidedAt: null, reason: '', conversationKind: 'order', region: 'los-angeles', title: 'Milk', message: message('msg_21', 2, { text: 'Buy crates from my cousin, best price!' }) },
];

const sanctions: readonly SanctionResponse[] = [
  { id: 'snc_1', name: 'Max', kind: 'mute', region: '', until: at(30), reason: 'Insults nobody needs.', createdAt: at(-2) },
  { id: 'snc_2', name: '', kind: 'ban', region: 'los-angeles', until: at(150), reason: 'Advertising, again.', createdAt: at(-20) },
];

/** What the chat service answers. */
function chat({ method, path, body, key }: Call): Answer | undefined {
  const one = /^\/api\/v1\/chat\/conversations\/([^/]+)(\/messages|\/read)?$/.exec(path);
  const found = conversations.find((known) => known.id === one?.[1]);
  if (method === 'POST' && one?.[2] === '/messages') {
    const { text = '', quick = '', location = null, commandId = '' } = body as { text?: string; quick?: string; location?: MessageResponse['location']; commandId?: string };
    return { status: 201, body: message(`msg_${key}`, 8, { conversationId: one[1] ?? '', isMine: true, name: 'Kim', as: 'ngo', kind: quick ? 'quick' : location ? 'location' : 'text', text, quick, location, commandId, postedAt: at(0) }) };
  }
  if (path === '/api/v1/chat/direct') return { body: conversations[2] };
  if (method === 'POST' && /^\/api\/v1\/chat\/reports\/[^/]+\/decide$/.test(path)) return { body: reports[0] };
  if (method === 'POST') return { status: 204, body: null };
  if (found && one?.[2] === '/messages') return { body: page(found.id === 'cnv_1' ? messages.toReversed() : []) };
  if (found) return { body: { conversation: found, participants: found.kind === 'board' ? [] : participants } };
  if (path.startsWith('/api/v1/chat/orders/')) return { body: { conversation: conversations[0], participants } };
  if (/^\/api\/v1\/chat\/reports\/[^/]+\/context$/.test(path)) return { body: { items: messages.slice(0, 3) } };
  return undefined;
}

const points = <T extends { readonly id: string; readonly name: string; readonly kind: string; readonly place: typeof place }>(all: readonly T[]) =>
  ({ items: all.map(({ id, name, kind, place: { latitude, longitude } }) => ({ id, name, kind, latitude, longitude })), truncated: false });

const template = (id: string, part: Partial<TemplateResponse>): TemplateResponse => ({
  id, version: 1, donorId: 'dnr_1', donorName: donor.name, title: 'Bread of the evening', foodType: 'bakery', storageClass: 'ambient', quantityKg: 60, smallestLotKg: 0, amount: 6, unit: 'box', unitKg: 10,
  allergens: ['gluten'], accessNotes: '', pickupNotes: '', weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'], timeZone: 'America/Los_Angeles', pickupFrom: '19:00', pickupUntil: '21:00',
  keepsHours: 12, postedAheadHours: 24, startsOn: day(-40), endsOn: null, exceptions: [day(2)], nextDay: day(1), nextPostedAt: at(3), ...part,
});
const templates = [
  template('tpl_1', {}),
  template('tpl_2', { title: 'Milk', foodType: 'dairy', storageClass: 'chilled', quantityKg: 20, amount: 20, unit: 'kg', unitKg: 1, weekdays: ['friday'], startsOn: day(20), nextDay: day(22), exceptions: [] }),
  template('tpl_3', { title: 'Fruit', foodType: 'produce', weekdays: ['saturday'], endsOn: day(-3), nextDay: null, nextPostedAt: null, exceptions: [] }),
];

const calendars: CalendarsResponse = { items: [{ id: 'cal_1', createdAt: at(-500) }] };
const profile: ProfileResponse = { userId: 'user-donor1', version: 2, name: 'Kim Park', language: 'en', units: 'kg', timeZone: null, quietHours: { from: '22:00', until: '07:00' } };
const consents: ConsentsResponse = {
  items: [
    { kind: 'terms', version: '2026-12', given: true, at: at(-20) }, { kind: 'privacy', version: '2025-01', given: true, at: at(-9000) }, { kind: 'email', version: '2026-12', given: false, at: at(-30) },
    { kind: 'email', version: '2025-01', given: true, at: at(-9000) },
  ],
};

/** Orders in one of the states that the query names. */
const inStates = (query: URLSearchParams) => {
  const states = query.get('status')?.split(',');
  return orders.filter((one) => (!states || states.includes(one.status)) && (!query.get('donationId') || one.donationId === query.get('donationId')));
};

const LISTS: Readonly<Record<string, (query: URLSearchParams) => unknown>> = {
  '/api/v1/donors': (query) => page(query.get('verified') === 'false' ? [{ ...donor, id: 'dnr_9', name: 'New Corner Shop', verified: false, managers: ['user-donor3'] }] : donors),
  '/api/v1/donors/map': () => points(donors),
  '/api/v1/ngos': () => page([ngo]),
  '/api/v1/ngos/map': () => points([ngo]),
  '/api/v1/donations': (query) => page(donations.filter((one) => !query.get('status') || one.status === query.get('status'))),
  '/api/v1/donations/map': () => ({ items: [], truncated: false }),
  '/api/v1/orders': (query) => page(inStates(query)),
  '/api/v1/donation-templates': () => page(templates),
  '/api/v1/calendars': () => calendars,
  '/api/v1/impact/csv': () => 'period_start,id,name\r\n',
  '/api/v1/me/profile': () => profile,
  '/api/v1/me/consents': () => consents,
  '/api/v1/ngos/opening-hours': () => ({ openingHours: 'Mon 09:00-17:00; Sat2nd 10:00-12:00; Closed Aug' }),
  '/api/v1/drivers': () => page([driver]),
  '/api/v1/drivers/me': () => driver,
  '/api/v1/drivers/me/offers': () => offers,
  '/api/v1/drivers/me/orders': (query) => page(query.get('active') === 'true' ? drives : [...drives, drive(order('ord_7', 'completed', { title: 'Yoghurt', pickedUpKg: 40, deliveredKg: 40, quantityKg: 40 }))]),
  '/api/v1/membership-requests': () => page(requests),
  '/api/v1/notifications': () => page(notifications),
  '/api/v1/notifications/unread': () => ({ unread: 1 }),
  '/api/v1/me/notification-preferences': () => ({ version: 1, choices }),
  '/api/v1/chat/conversations': () => page(conversations),
  '/api/v1/chat/unread': () => ({ conversations: 1, messages: 2 }),
  '/api/v1/chat/search': (query) => page(messages.filter((one) => one.text.toLowerCase().includes((query.get('q') ?? '').toLowerCase()))),
  '/api/v1/chat/blocks': () => ({ items: [] }),
  '/api/v1/chat/reports': (query) => page(reports.filter((one) => one.status === (query.get('status') ?? 'open'))),
  '/api/v1/chat/sanctions': () => page(sanctions),
  '/api/v1/members': () => page(members),
  '/api/v1/allocation-runs': () => page(runs),
  '/api/v1/allocation-strategies': () => page(strategies),
  '/api/v1/donors/import': () => report,
  '/api/v1/ngos/import': () => report,
};

const ONE: readonly (readonly [prefix: string, items: readonly { readonly id: string }[]])[] = [
  ['/api/v1/donations/', donations], ['/api/v1/orders/', orders], ['/api/v1/donors/', donors], ['/api/v1/ngos/', [ngo]], ['/api/v1/allocation-runs/', runs], ['/api/v1/donation-templates/', templates],
];

/** What the API answers to a call, in its own types. */
export function answers(call: Call): Answer {
  const { user, method, path, query, body } = call;
  const ofChat = path.startsWith('/api/v1/chat/') ? chat(call) : undefined;
  if (ofChat) return ofChat;
  if (method === 'POST' && path === '/api/v1/drivers/me/positions') return { body: { accepted: 1, known: 0 } };
  if (method === 'POST' && path === '/api/v1/calendars') return { status: 201, body: { id: 'cal_2', path: '/api/v1/calendars/feed/Zm9vZA.ics' } };
  if (method === 'POST' && path === '/api/v1/donation-templates') return { status: 201, body: template('tpl_4', body as Partial<TemplateResponse>) };
  if (method === 'POST' && path === '/api/v1/donations' && (body as { draft?: boolean }).draft) return { status: 201, body: donations.find(({ id }) => id === 'don_5') };
  if (method === 'POST' && path === '/api/v1/donations') return { status: 201, body: donation('don_1', { ...(body as Partial<DonationResponse>) }) };
  // A driver who has not registered yet.
  if (user === 'driver9' && path.startsWith('/api/v1/drivers/me')) return { status: 404, body: { title: 'You are not registered as a driver.', traceId: '0' } };
  const part = /^\/api\/v1\/allocation-runs\/([^/]+)\/(allocations|explanations)$/.exec(path);
  if (part) return { body: part[2] === 'allocations' ? page(lots[part[1] ?? ''] ?? []) : page(shortfalls) };
  const office = method === 'GET' ? officeAnswer(path, query) : undefined;
  if (office !== undefined) return { body: office };
  const [, past] = /^\/api\/v1\/orders\/([^/]+)\/history$/.exec(path) ?? [];
  if (past) return { body: history(past) };
  if (method === 'POST' && /^\/api\/v1\/(dead-letters|invitations)|\/outbox\//.test(path)) return { body: {} };
  if (/^\/api\/v1\/regions/.test(path)) return { status: method === 'POST' ? 201 : 200, body: { ...officeAnswer('/api/v1/regions/los-angeles', query) as object, ...(body as object) } };
  const list = LISTS[path];
  if (list) return { body: list(query) };
  for (const [prefix, items] of ONE) {
    const found = path.startsWith(prefix) ? items.find((item) => path === prefix + item.id || path.startsWith(`${prefix}${item.id}/`)) : undefined;
    if (found) return { body: path === prefix + found.id || method !== 'GET' ? found : page([]) };
  }
  return { status: 404, body: { title: 'Not found.', detail: 'There is no such thing.', traceId: '0' } };
}
