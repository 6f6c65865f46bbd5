import type { AuditResponse, DeadLetterResponse, DeliveryResponse, ImpactResponse, InvitationResponse, MailResponse, OrderHistoryResponse, RegionResponse } from '@thesis/calls';

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
const page = <T>(items: readonly T[]) => ({ items, nextPageToken: null });

export const regions: readonly RegionResponse[] = [
  {
    region: 'los-angeles', version: 3, confirmed: true, name: 'Los Angeles', timeZone: 'America/Los_Angeles', units: 'lb', language: 'en-US', quietHours: { from: '22:00', until: '07:00' }, currency: 'USD',
    strategy: 'balanced@1', holidays: ['2026-12-25', '2027-01-01'],
    outline: { type: 'Polygon', coordinates: [[[-118.67, 34.34], [-118.95, 34.03], [-118.41, 33.74], [-118.11, 33.74], [-117.65, 34.12], [-118.2, 34.3], [-118.67, 34.34]]] },
  },
  { region: 'new-town', version: 1, confirmed: false, name: 'new-town', timeZone: 'Etc/UTC', units: 'kg', language: 'en', quietHours: null, currency: 'USD', strategy: null, holidays: [], outline: null },
];

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const trails: Readonly<Record<string, readonly AuditResponse[]>> = {
  orders: [
    { id: 'aud_3', time: at(-0.2), actor: 'user-dispatcher', action: 'order.assigned', entityId: 'ord_4', before: { status: 'accepted', driverId: null }, after: { status: 'assigned', driverId: 'drv_1' }, reason: 'The nearest driver has no cooling.', details: { overridden: true }, traceId: TRACE },
    { id: 'aud_1', time: at(-30), actor: 'system:orders', action: 'order.expired', entityId: 'ord_9', before: null, after: null, reason: null, details: null, traceId: null },
  ],
  regions: [{ id: 'aud_2', time: at(-3), actor: 'user-admin', action: 'region.updated', entityId: 'los-angeles', before: { customs: { timeZone: 'Etc/UTC', units: 'kg' } }, after: { customs: { timeZone: 'America/Los_Angeles', units: 'lb' } }, reason: null, details: null, traceId: TRACE }],
};

const letters: Readonly<Record<string, readonly DeadLetterResponse[]>> = {
  orders: [{
    id: 'ltr_1', group: 'orders', topic: 'donation.allocated', eventId: '7311', attempts: 5, failedAt: at(-1), replayRequested: false,
    reason: 'System.InvalidOperationException: Order 17 is completed and cannot be proposed.\n   at Thesis.Services.Orders.Domain.OrderTable.Replay(Order proposed)\n   at Thesis.Services.Orders.Messaging.DonationsAllocatedHandler.HandleAsync()',
  }],
  notifications: [{ id: 'ltr_2', group: 'notifications', topic: 'order.status_changed', eventId: '7200', attempts: 1, failedAt: at(-20), replayRequested: true, reason: 'Npgsql.NpgsqlException: The connection is broken.' }],
};

const delivery = (id: string, status: string, part: Partial<DeliveryResponse> = {}): DeliveryResponse =>
  ({ id, user: 'user-ngo1', channel: 'email', title: '25 kg of Bread for you', status, detail: '', attempts: 1, createdAt: at(-1), dueAt: null, kind: 'order_proposed', ...part });
const deliveries = [
  delivery('ntf_5', 'waiting', { detail: 'the mail server did not answer', attempts: 3, dueAt: at(0.3) }),
  delivery('ntf_4', 'failed', { channel: 'push', title: '40 kg of Soup has arrived', detail: 'the push service answered 413', attempts: 8, user: 'user-donor1' }),
  delivery('ntf_3', 'skipped', { detail: 'no confirmed address' }),
  delivery('ntf_2', 'sent'),
];

const mails: readonly MailResponse[] = [{ to: 'kim@example.org', subject: 'Confirm your address', body: 'Your code is 471 108.\n\nhttp://localhost:8080/identity/verify?code=471108', createdAt: at(-0.1) }];

const impactOf = (query: URLSearchParams): ImpactResponse => {
  const byDay = [[-3, 320], [-2, 410], [-1, 180]].flatMap(([days = 0, kg = 0]) => [['ngo_1', 'Corner Pantry', 0.6], ['ngo_2', 'Riverside Kitchen', 0.4]].map(([id, name, share]) => ({
    periodStart: at(days * 24).slice(0, 10), id: String(id), name: String(name), region: 'los-angeles', deliveries: 4, kg: kg * Number(share), meals: Math.round((kg * Number(share)) / 0.5443), co2eKg: kg * Number(share) * 2.5, value: null, currency: 'USD',
  })));
  const kg = byDay.reduce((sum, one) => sum + one.kg, 0);
  return {
    from: query.get('from') ?? '2026-11-01', until: query.get('until') ?? '2026-11-30', period: query.get('period') ?? 'day', groupBy: query.get('groupBy') ?? 'ngo', totalDeliveries: 24, totalKg: kg, totalMeals: Math.round(kg / 0.5443),
    totalCo2eKg: kg * 2.5, kgPerMeal: 0.5443, co2eKgPerKg: 2.5, sources: ['Feeding America', 'WRAP'], truncated: false, items: query.get('from') === '2000-01-01' ? [] : byDay,
  };
};

export const history = (id: string): OrderHistoryResponse => ({
  orderId: id,
  events: [
    { version: 1, action: 'proposed', fromStatus: 'proposed', toStatus: 'proposed', at: at(-2), by: 'clock', actor: 'system:orders', reason: '', kg: 50, rest: null, driverId: null, quality: null, incident: null, overridden: false },
    { version: 2, action: 'assigned', fromStatus: 'accepted', toStatus: 'assigned', at: at(-1), by: 'dispatcher', actor: 'user-dispatcher', reason: 'The nearest driver has no cooling.', kg: null, rest: null, driverId: 'drv_1', quality: null, incident: null, overridden: true },
    { version: 3, action: 'incident_reported', fromStatus: 'assigned', toStatus: 'assigned', at: at(-0.5), by: 'driver', actor: 'user-driver1', reason: 'Flat tyre on the freeway; half an hour late.', kg: null, rest: null, driverId: null, quality: null, incident: 'breakdown', overridden: false },
  ],
});

const invitations: readonly InvitationResponse[] = [
  { id: 'inv_1', organisation: 'ngo_1', email: 'kim@example.org', role: 'manager', status: 'pending', invitedBy: 'user-admin', createdAt: at(-20), expiresAt: at(148), acceptedBy: null, acceptedAt: null },
  { id: 'inv_2', organisation: 'dnr_1', email: 'lee@example.org', role: 'staff', status: 'accepted', invitedBy: 'user-admin', createdAt: at(-200), expiresAt: at(-32), acceptedBy: 'user-lee', acceptedAt: at(-190) },
];

/** What the front door counted of visits. */
export const vitals = {
  from: at(-24),
  figures: [
    { screen: '/admin', device: 'phone', name: 'lcp', count: 41, p75: 1840 }, { screen: '/admin', device: 'phone', name: 'inp', count: 30, p75: 96 }, { screen: '/admin', device: 'phone', name: 'cls', count: 41, p75: 0.01 },
    { screen: '/admin/map', device: 'phone', name: 'lcp', count: 12, p75: 4300 }, { screen: '/admin/map', device: 'phone', name: 'inp', count: 9, p75: 320 }, { screen: '/driver/orders/:id', device: 'phone', name: 'lcp', count: 120, p75: 1210 },
  ],
};

/** What administrators read, by address. */
export function officeAnswer(path: string, query: URLSearchParams): unknown {
  const [, kind, service] = /^\/api\/v1\/(audit|dead-letters)\/([a-z]+)$/.exec(path) ?? [];
  if (kind === 'dead-letters') return page(letters[service ?? ''] ?? []);
  if (kind === 'audit') {
    const asked = (['actor', 'action', 'entityId', 'traceId'] as const).filter((name) => query.get(name) !== null);
    return page((trails[service ?? ''] ?? []).filter((entry) => asked.every((name) => entry[name] === query.get(name))));
  }
  const [, region] = /^\/api\/v1\/regions\/([a-z-]+)$/.exec(path) ?? [];
  if (region) return regions.find((one) => one.region === region);
  switch (path) {
    case '/api/v1/regions': return page(regions);
    case '/api/v1/notifications/outbox': return page(deliveries.filter((one) => ['status', 'channel', 'user'].every((name) => query.get(name) === null || one[name as 'status'] === query.get(name))));
    case '/api/v1/invitations': return page(invitations);
    case '/api/v1/mailbox': return mails;
    case '/api/v1/impact': return impactOf(query);
    default: return undefined;
  }
}
