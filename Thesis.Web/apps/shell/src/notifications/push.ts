import { addPushSubscription, getPushKey, removePushSubscription } from '@thesis/calls';

export type PushState = 'on' | 'off' | 'denied';

export const isPushPossible = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const key = (): { readonly 'Idempotency-Key': string } => ({ 'Idempotency-Key': crypto.randomUUID() });

/** Whether this browser takes push messages. */
export async function pushState(): Promise<PushState> {
  if (!isPushPossible()) return 'off';
  if (Notification.permission === 'denied') return 'denied';
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ? 'on' : 'off';
}

/** Asks the user, and has the system send to this browser. */
export async function subscribe(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  const worker = await navigator.serviceWorker.ready;
  const { publicKey } = (await getPushKey()).data;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = subscription.toJSON();
  await addPushSubscription({ body: { endpoint: endpoint ?? null, p256dh: keys?.p256dh ?? null, auth: keys?.auth ?? null }, headers: key() });
  return 'on';
}

/** Ends it, here and there. */
export async function unsubscribe(): Promise<PushState> {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.getSubscription();
  if (subscription) {
    await removePushSubscription({ body: { endpoint: subscription.endpoint }, headers: key() });
    await subscription.unsubscribe();
  }
  return 'off';
}
