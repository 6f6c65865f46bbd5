import http from 'node:http';
import Provider from 'oidc-provider';
import { Accounts } from './accounts.mjs';
import { configuration } from './configuration.mjs';
import { FailedLogins } from './failed-logins.mjs';
import { loginRoute } from './login.mjs';

const required = (name) => {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} must be set.`);
    process.exit(2);
  }
  return value;
};
const count = (name, fallback) => {
  const n = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(n) || n < 1 || n > 10_000) {
    console.error(`${name} must be a whole number from 1 to 10,000, not "${process.env[name]}".`);
    process.exit(2);
  }
  return n;
};

const log = (level, message) => console.log(JSON.stringify({ time: new Date().toISOString(), level, service: 'idp', message }));

const port = Number(required('PORT'));
const issuer = process.env.ISSUER ?? `http://localhost:${port}`;
const accounts = new Accounts({
  password: required('DEMO_PASSWORD'),
  donors: count('DEMO_DONORS', 8),
  ngos: count('DEMO_NGOS', 8),
  drivers: count('DEMO_DRIVERS', 32),
});

const provider = new Provider(
  issuer,
  await configuration({
    accounts,
    bffUrl: required('BFF_URL').replace(/\/$/, ''),
    bffSecret: required('BFF_CLIENT_SECRET'),
    serviceSecret: required('SERVICE_CLIENT_SECRET'),
    accessTokenSeconds: count('ACCESS_TOKEN_SECONDS', 600),
    onError: (error) => log('warn', `${error.name}: ${error.message}`),
  }),
);
provider.proxy = true;
provider.on('server_error', (_ctx, error) => log('error', error.stack));
provider.use(loginRoute({ provider, accounts, failedLogins: new FailedLogins() }));

const server = http.createServer(provider.callback());
server.requestTimeout = 30_000;
server.listen(port, process.env.HOST ?? '127.0.0.1', () => log('info', `listening, issuer ${issuer}`));

const stop = () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
