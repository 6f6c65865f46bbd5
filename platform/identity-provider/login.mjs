import { errorPage, loginPage } from './pages.mjs';

const MAX_BODY_BYTES = 10_000;

async function form(req) {
  let body = '';
  for await (const chunk of req) {
    body += chunk;
    if (body.length > MAX_BODY_BYTES) throw Object.assign(new Error('The form is too large.'), { status: 413 });
  }
  return new URLSearchParams(body);
}

/** Koa middleware: shows the login form of an interaction and checks what is typed into it. */
export function loginRoute({ provider, accounts, failedLogins }) {
  const html = (ctx, status, body) => {
    ctx.status = status;
    ctx.type = 'html';
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Frame-Options', 'DENY');
    ctx.body = body;
  };

  async function submit(ctx, uid) {
    const fields = await form(ctx.req);
    const login = (fields.get('login') ?? '').trim().toLowerCase().slice(0, 100);
    const lockedMs = failedLogins.lockedForMs(login);
    if (lockedMs > 0) {
      ctx.set('Retry-After', String(Math.ceil(lockedMs / 1000)));
      return html(ctx, 429, loginPage({ uid, login, error: `Too many wrong passwords. Try again in ${Math.ceil(lockedMs / 60_000)} minutes.` }));
    }
    const account = accounts.verify(login, fields.get('password'));
    if (!account) {
      failedLogins.failed(login);
      return html(ctx, 401, loginPage({ uid, login, error: 'The account or the password is not right. Check both and try again.' }));
    }
    failedLogins.succeeded(login);
    const location = await provider.interactionResult(ctx.req, ctx.res, { login: { accountId: account.subject } });
    ctx.status = 303;
    ctx.redirect(location);
  }

  return async (ctx, next) => {
    const uid = /^\/interaction\/([\w-]+)$/.exec(ctx.path)?.[1];
    if (!uid) return next();
    let details;
    try {
      details = await provider.interactionDetails(ctx.req, ctx.res);
    } catch {
      // The provider answers every unknown, foreign or expired interaction alike.
      return html(ctx, 400, errorPage('This sign-in has expired', 'It was left open for too long, or your browser blocks cookies.'));
    }
    if (details.uid !== uid) return html(ctx, 400, errorPage('This sign-in has expired', 'A newer one was started in this browser.'));
    if (ctx.method === 'GET') return html(ctx, 200, loginPage({ uid }));
    if (ctx.method === 'POST') return submit(ctx, uid);
    return html(ctx, 405, errorPage('Not possible', 'This page can only be opened and sent.'));
  };
}
