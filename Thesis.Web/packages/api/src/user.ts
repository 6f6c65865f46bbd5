import { api } from './http.ts';

export interface SignedInUser {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly logoutUrl: string;
}

/** Who is signed in. Throws an ApiError with status 401 when nobody is. */
export async function getUser(): Promise<SignedInUser> {
  const claims = await api.get<readonly { type: string; value: unknown }[]>('/bff/user');
  const values = (type: string) => claims.filter((claim) => claim.type === type).map((claim) => String(claim.value));
  return { subject: values('sub')[0] ?? '', name: values('name')[0] ?? '', roles: values('roles'), logoutUrl: values('bff:logout_url')[0] ?? '/bff/logout' };
}
