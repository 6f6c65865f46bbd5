// Shared by the shell with every portal: one error type, one way to call, one place for retries. React Query comes from here too,
// so that only what is used of it is fetched.
export { ApiError, isInFlight, isRefusal, NoAnswer, type FieldErrors, type ProblemDetails } from './api-error.ts';
export { useCommand, type Command, type CommandOptions } from './command.ts';
export { allPages, type Page } from './pages.ts';
export { createQueryClient } from './query-client.ts';
export { createClientConfig } from './same-origin.ts';
export { QueryClientProvider, useInfiniteQuery, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
export { getUser, type SessionUser } from './user.ts';
