/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | null;
}

const MAX_PAGES = 50;

/** Every item of a paged list, up to 50 pages. */
export async function allPages<T>(page: (query: { readonly pageSize: number; readonly pageToken?: string }) => Promise<{ readonly data: Page<T> }>): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer: Page<T> = (await page({ pageSize: 200, ...(token === null ? {} : { pageToken: token }) })).data;
    items.push(...answer.items);
    token = answer.nextPageToken;
    if (token === null) break;
  }
  return items;
}
