import { deliverOrder, failMyOrder, pickUpOrder, setMyShift, type DriverOrderView } from '@thesis/calls';
import type { Action } from './outbox.ts';

/** What a driver can do without a network, and what each needs to know. */
export interface Bodies {
  readonly shift: { readonly onShift: boolean };
  readonly pickup: { readonly kg: number };
  readonly deliver: { readonly kg: number };
  readonly fail: { readonly reason: string };
}

export type Kind = keyof Bodies;

type Senders = { readonly [K in Kind]: (subject: string, body: Bodies[K], headers: { readonly 'Idempotency-Key': string }) => Promise<unknown> };

const SENDERS: Senders = {
  shift: (_, body, headers) => setMyShift({ body, headers }),
  pickup: (id, body, headers) => pickUpOrder({ path: { id }, body, headers }),
  deliver: (id, body, headers) => deliverOrder({ path: { id }, body, headers }),
  fail: (id, body, headers) => failMyOrder({ path: { id }, body, headers }),
};

/** Sends an action to the API. */
export async function sendAction({ kind, subject, body, key }: Action): Promise<void> {
  const send = SENDERS[kind as Kind] as (subject: string, body: unknown, headers: { readonly 'Idempotency-Key': string }) => Promise<unknown>;
  await send(subject, body, { 'Idempotency-Key': key });
}

/** A driver's orders as they will be once everything that waits is sent; refused actions change nothing. */
export const withActions = (orders: readonly DriverOrderView[], actions: readonly Action[]): readonly DriverOrderView[] =>
  orders.map((order) => actions.filter((action) => action.subject === order.id && action.state === 'waiting').reduce(apply, order));

function apply(order: DriverOrderView, { kind, body }: Action): DriverOrderView {
  switch (kind as Kind) {
    case 'pickup':
      return { ...order, status: 'picked_up', pickedUpKg: (body as Bodies['pickup']).kg };
    case 'deliver':
      return { ...order, status: 'delivered', deliveredKg: (body as Bodies['deliver']).kg };
    case 'fail':
      return { ...order, status: 'failed', reason: (body as Bodies['fail']).reason };
    default:
      return order;
  }
}
