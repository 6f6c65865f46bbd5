/** Every screen: who opens which address. */
export const SCREENS: readonly (readonly [name: string, user: string | null, path: string])[] = [
  ['welcome', null, '/'],
  ['sign-in-first', null, '/donor'],
  ['not-found', 'donor1', '/nowhere'],
  ['forbidden', 'donor1', '/admin'],
  ['settings', 'donor1', '/settings'],
  ['donor-donations', 'donor1', '/donor'],
  ['donor-post', 'donor1', '/donor/post'],
  ['donor-donation', 'donor1', '/donor/donations/don_2'],
  ['donor-edit', 'donor1', '/donor/donations/don_1/edit'],
  ['donor-impact', 'donor1', '/donor/impact?days=365'],
  ['ngo-inbox', 'ngo1', '/ngo'],
  ['ngo-arriving', 'ngo1', '/ngo/arriving'],
  ['ngo-order', 'ngo1', '/ngo/orders/ord_6'],
  ['ngo-intake', 'ngo1', '/ngo/intake'],
  ['ngo-history', 'ngo1', '/ngo/history'],
  ['driver-home', 'driver1', '/driver'],
  ['admin-home', 'dispatcher', '/admin'],
  ['admin-map', 'dispatcher', '/admin/map'],
  ['admin-map-table', 'dispatcher', '/admin/map?as=table&chosen=ngo_1'],
];

export const WIDTHS = [390, 820, 1440] as const;
