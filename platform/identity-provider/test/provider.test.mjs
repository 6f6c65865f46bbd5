import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { FailedLogins } from '../failed-logins.mjs';

const secrets = { DEMO_PASSWORD: randomBytes(9).toString('hex'), BFF_CLIENT_SECRET: randomBytes(9).toString('hex'), SERVICE_CLIENT_SECRET: randomBytes(9).toString('hex') };
const bffUrl = 'http://localhost:1';
let child;
let issuer;

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

before(async () => {
  const port = await freePort();
  issuer = `http://localhost:${port}`;
  child = spawn(process.execPath, [new URL('../server.mjs', import.meta.url).pathname], {
    env: { ...process.env, PORT: String(port), BFF_URL: bffUrl, ...secrets },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('listening') && resolve());
    child.once('exit', (code) => reject(new Error(`the provider exited with ${code}`)));
  });
});
after(() => child.kill());

/** A browser in small: keeps cookies, follows nothing by itself. */
function browser() {
  const cookies = new Map();
  return async (url, options = {}) => {
    const response = await fetch(url, {
      redirect: 'manual',
      ...options,
      headers: { ...options.headers, cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    return response;
  };
}

const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));
const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });
const basic = (id, secret) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });

async function openLogin(get, challenge) {
  const query = new URLSearchParams({
    client_id: 'bff', response_type: 'code', scope: 'openid profile roles', redirect_uri: `${bffUrl}/signin-oidc`, state: 's', nonce: 'n',
    ...(challenge && { code_challenge: challenge, code_challenge_method: 'S256' }),
  });
  return (await get(`${issuer}/auth?${query}`)).headers.get('location');
}

async function signIn(login) {
  const get = browser();
  const verifier = randomBytes(32).toString('base64url');
  const page = new URL(await openLogin(get, createHash('sha256').update(verifier).digest('base64url')), issuer);
  const answer = await get(page, form({ login, password: secrets.DEMO_PASSWORD }));
  const back = new URL((await get(new URL(answer.headers.get('location'), issuer))).headers.get('location'));
  const exchange = (fields) => fetch(`${issuer}/token`, { ...form(fields), headers: basic('bff', secrets.BFF_CLIENT_SECRET) });
  const tokens = await (await exchange({ grant_type: 'authorization_code', code: back.searchParams.get('code'), code_verifier: verifier, redirect_uri: `${bffUrl}/signin-oidc` })).json();
  return { tokens, refresh: (refresh_token) => exchange({ grant_type: 'refresh_token', refresh_token }) };
}

test('a person signs in and gets a JWT for thesis with subject and roles', async () => {
  const { tokens } = await signIn('donor3');
  const access = claims(tokens.access_token);
  assert.equal(access.sub, 'user-donor3');
  assert.equal(access.aud, 'thesis');
  assert.deepEqual(access.roles, ['donor']);
  assert.equal(claims(tokens.id_token).name, 'Donor 3');
});

test('a wrong password and an unknown account get the same answer', async () => {
  const answers = [];
  for (const login of ['donor1', 'nobody']) {
    const get = browser();
    const page = new URL(await openLogin(get, 'x'.repeat(43)), issuer);
    const answer = await get(page, form({ login, password: 'wrong' }));
    assert.equal(answer.status, 401);
    answers.push(/role="alert"[^>]*>([^<]*)</.exec(await answer.text())[1]);
  }
  assert.equal(answers[0], answers[1]);
});

test('a request without PKCE is refused', async () => {
  const location = await openLogin(browser(), undefined);
  assert.match(location, /error=invalid_request/);
});

test('a used refresh token revokes the whole chain', async () => {
  const { tokens, refresh } = await signIn('ngo1');
  const second = await (await refresh(tokens.refresh_token)).json();
  assert.ok(second.access_token);
  assert.equal((await refresh(tokens.refresh_token)).status, 400);
  assert.equal((await refresh(second.refresh_token)).status, 400);
});

test('a process gets a token with the role service', async () => {
  const answer = await fetch(`${issuer}/token`, { ...form({ grant_type: 'client_credentials' }), headers: basic('services', secrets.SERVICE_CLIENT_SECRET) });
  assert.deepEqual(claims((await answer.json()).access_token).roles, ['service']);
});

test('a form larger than a login is refused', async () => {
  const get = browser();
  const page = new URL(await openLogin(get, 'x'.repeat(43)), issuer);
  const answer = await get(page, form({ login: 'donor1', password: 'x'.repeat(100_000) }));
  assert.equal(answer.status, 413);
});

test('after ten wrong passwords an account waits until the window has passed', () => {
  let now = 0;
  const failed = new FailedLogins({ limit: 10, windowMs: 1000, now: () => now });
  for (let i = 0; i < 10; i++) {
    assert.equal(failed.lockedForMs('a'), 0);
    failed.failed('a');
  }
  assert.equal(failed.lockedForMs('a'), 1000);
  assert.equal(failed.lockedForMs('b'), 0);
  now = 1000;
  assert.equal(failed.lockedForMs('a'), 0);
});
