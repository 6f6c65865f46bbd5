export { ApiError, type FieldErrors } from './api-error.ts';
export { getUser, type SignedInUser } from './user.ts';
export * from './regions.ts';
