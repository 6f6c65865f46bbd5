import { createClientConfig } from './same-origin.ts';

type Claims = readonly { readonly type: string; readonly value: unknown }[];

/** What the BFF knows of who is signed in. */
export interface SessionUser {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly logoutUrl: string;
}

/** Who is signed in. Throws an ApiError with status 401 when nobody is. */
export async function getUser(signal?: AbortSignal): Promise<SessionUser> {
  const { fetch, headers, credentials } = createClientConfig({});
  const response = await fetch(new Request('/bff/user', { headers, credentials, ...(signal ? { signal } : {}) }));
  const claims = (await response.json()) as Claims;
  const values = (type: string) => claims.filter((claim) => claim.type === type).map((claim) => String(claim.value));
  return { subject: values('sub')[0] ?? '', name: values('name')[0] ?? '', roles: values('role'), logoutUrl: values('bff:logout_url')[0] ?? '/bff/logout' };
}
