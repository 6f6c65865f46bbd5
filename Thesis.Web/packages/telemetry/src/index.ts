import { Reporter, sendToBff } from './reporter.ts';
import { Tracer } from './tracer.ts';

const reporter = new Reporter(sendToBff);

/** The page's tracer. */
export const tracer = new Tracer(reporter);

/** Watches the page for what people do. Only the words on a button are told, never what was typed. */
export function traceActions(page: Document): void {
  page.addEventListener('click', (event) => nameOf(event.target, 'click'), { capture: true, passive: true });
  page.addEventListener('submit', (event) => nameOf(event.submitter ?? event.target, 'submit'), { capture: true, passive: true });
  page.addEventListener('visibilitychange', () => {
    if (page.visibilityState === 'hidden') void reporter.flush();
  });
}

function nameOf(target: EventTarget | null, what: string): void {
  const button = target instanceof Element ? target.closest('button, a, [role="button"]') : null;
  if (button) tracer.act(`${what}: ${button.textContent.trim() || button.getAttribute('aria-label') || button.tagName.toLowerCase()}`);
}
