// The generated client. Each portal bundles the calls it makes. It is a package of its own because a shared package's own imports
// of itself would not be shared: how calls are made, and their errors, come from @thesis/api, which every portal has in common.
export * from './generated/index.ts';
export * from './generated/@tanstack/react-query.gen.ts';
// The names by which the portals knew these before every answer was called a response.
export type { DriverOrderResponse as DriverOrderResponse, DriverResponse as DriverResponse, OrderResponse as OrderResponse } from './generated/index.ts';
