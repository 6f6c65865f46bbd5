import { randomBytes, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { errorPage, logoutPage } from './pages.mjs';

const API = 'urn:thesis:api';
const SCOPES = 'openid profile roles';

const minutes = (n) => n * 60;

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

function clients({ bffUrl, bffSecret, serviceSecret }) {
  return [
    {
      client_id: 'bff',
      client_secret: bffSecret,
      redirect_uris: [`${bffUrl}/signin-oidc`],
      post_logout_redirect_uris: [`${bffUrl}/`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: SCOPES,
    },
    {
      client_id: 'services',
      client_secret: serviceSecret,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    },
  ];
}

// People use only our own clients, so their consent is given by signing in.
async function grantToFirstParty(ctx) {
  const { Grant } = ctx.oidc.provider;
  const existing = ctx.oidc.session.grantIdFor(ctx.oidc.client.clientId);
  if (existing) return Grant.find(existing);
  const grant = new Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(API, 'api');
  await grant.save();
  return grant;
}

/** The configuration of oidc-provider: what the product asks of any OpenID provider, and nothing more. */
export async function configuration({ accounts, bffUrl, bffSecret, serviceSecret, accessTokenSeconds, onError }) {
  return {
    clients: clients({ bffUrl, bffSecret, serviceSecret }),
    jwks: { keys: [await signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')], names: { session: 'thesis_idp', interaction: 'thesis_idp_login', resume: 'thesis_idp_resume' } },
    findAccount: (_ctx, subject) => accounts.find(subject),
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], roles: ['roles'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid', 'profile', 'roles'],
    loadExistingGrant: grantToFirstParty,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    extraTokenClaims: async (_ctx, token) => {
      if (token.kind === 'ClientCredentials') return { roles: ['service'] };
      const account = accounts.find(token.accountId);
      return account && { roles: account.roles, name: account.claims().name };
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const nonce = randomBytes(16).toString('base64url');
          ctx.set('Content-Security-Policy', `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`);
          ctx.body = logoutPage(form, nonce);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = errorPage('You are signed out', 'You can close this page.');
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'api',
          audience: 'thesis',
          accessTokenTTL: accessTokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: minutes(10),
      Interaction: minutes(15),
      RefreshToken: 14 * 24 * 3600,
      Session: 24 * 3600,
      Grant: 14 * 24 * 3600,
    },
    renderError: (ctx, out, error) => {
      onError(error);
      ctx.type = 'html';
      ctx.body = errorPage('Signing in did not work', out.error_description ?? out.error);
    },
  };
}
