import { useConnection } from '@thesis/portal';
import { StatusBadge, type Tone } from '@thesis/ui';
import { useText } from '../text.ts';

const TONES: Readonly<Record<string, Tone>> = { live: 'good', connecting: 'plain', reconnecting: 'warn', off: 'plain' };

/** Whether what is shown is live. */
export function LiveMark() {
  const text = useText();
  const { live, online } = useConnection();
  if (live === 'off') return null;
  const state = online ? live : 'reconnecting';
  return <StatusBadge tone={TONES[state] ?? 'plain'}>{text(`live.${state}`)}</StatusBadge>;
}
