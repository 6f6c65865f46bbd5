// The generated client. Each portal bundles the calls it makes; how they are made comes from the shared package.
export * from './generated/index.ts';
export * from './generated/@tanstack/react-query.gen.ts';
