export { ApiError, type FieldErrors } from './api-error.ts';
export { api, type Query } from './http.ts';
export { getUser, type SignedInUser } from './user.ts';
export * from './resources.ts';
