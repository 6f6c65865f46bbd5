import { deliverOrder, failMyOrder, pickUpOrder, releaseMyOrder, reportIncident, reportNotThere, setMyShift, type DriverOrderResponse } from '@thesis/calls';
import type { Action } from '@thesis/outbox';

/** What became of food that is not carried on. */
export type Rest = 'gone' | 'still_there';

export interface Weighed {
  readonly kg: number;
  /** Why it is less than expected, and what became of the rest. */
  readonly reason?: string;
  readonly rest?: Rest;
}

/** What a driver can do without a network, and what each needs to know. */
export interface Bodies {
  readonly shift: { readonly onShift: boolean };
  readonly pickup: Weighed;
  readonly deliver: Weighed & { readonly code?: string };
  /** Found empty. */
  readonly notThere: { readonly reason: string };
  /** Given back, for another driver. */
  readonly release: { readonly reason: string };
  readonly fail: { readonly reason: string; readonly rest?: Rest };
  /** Something on the way that others have to know of; the order goes on. */
  readonly incident: { readonly kind: string; readonly description: string };
}

export type Kind = keyof Bodies;

type Senders = { readonly [K in Kind]: (subject: string, body: Bodies[K], headers: { readonly 'Idempotency-Key': string }) => Promise<unknown> };

const SENDERS: Senders = {
  shift: (_, body, headers) => setMyShift({ body, headers }),
  pickup: (id, body, headers) => pickUpOrder({ path: { id }, body, headers }),
  deliver: (id, body, headers) => deliverOrder({ path: { id }, body, headers }),
  notThere: (id, body, headers) => reportNotThere({ path: { id }, body, headers }),
  release: (id, body, headers) => releaseMyOrder({ path: { id }, body, headers }),
  fail: (id, body, headers) => failMyOrder({ path: { id }, body, headers }),
  incident: (id, body, headers) => reportIncident({ path: { id }, body, headers }),
};

/** Sends an action to the API. */
export async function sendAction({ kind, subject, body, key }: Action): Promise<void> {
  const send = SENDERS[kind as Kind] as (subject: string, body: unknown, headers: { readonly 'Idempotency-Key': string }) => Promise<unknown>;
  await send(subject, body, { 'Idempotency-Key': key });
}

/** A driver's orders as they will be once everything that waits is sent; refused actions change nothing. */
export const withActions = (orders: readonly DriverOrderResponse[], actions: readonly Action[]): readonly DriverOrderResponse[] =>
  orders.map((order) => actions.filter((action) => action.subject === order.id && action.state === 'waiting').reduce(apply, order));

function apply(order: DriverOrderResponse, { kind, body }: Action): DriverOrderResponse {
  switch (kind as Kind) {
    case 'pickup':
      return { ...order, status: 'picked_up', pickedUpKg: (body as Bodies['pickup']).kg };
    case 'deliver':
      return { ...order, status: 'delivered', deliveredKg: (body as Bodies['deliver']).kg };
    case 'notThere':
    case 'release':
    case 'fail':
      return { ...order, status: kind === 'release' ? 'accepted' : 'failed', reason: (body as Bodies['fail']).reason };
    default:
      return order;
  }
}
