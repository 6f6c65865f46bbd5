import { client } from './same-origin.ts';

export interface SignedInUser {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly logoutUrl: string;
}

type Claims = readonly { readonly type: string; readonly value: unknown }[];

/** Who is signed in. Throws an ApiError with status 401 when nobody is. */
export async function getUser(): Promise<SignedInUser> {
  const { data: claims } = await client.get<Claims, unknown, true>({ url: '/bff/user', throwOnError: true });
  const values = (type: string) => claims.filter((claim) => claim.type === type).map((claim) => String(claim.value));
  return { subject: values('sub')[0] ?? '', name: values('name')[0] ?? '', roles: values('role'), logoutUrl: values('bff:logout_url')[0] ?? '/bff/logout' };
}
