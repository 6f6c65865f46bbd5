import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, isRefusal, type FieldErrors } from './api-error.ts';

interface Attempt<Body> {
  readonly key: string;
  readonly body: Body;
}

export interface CommandOptions<Body, Answer> {
  /** Names the form, e.g. "post-donation": an attempt without an answer is remembered under it until there is one. */
  readonly name: string;
  readonly send: (body: Body, idempotencyKey: string) => Promise<Answer>;
  readonly onDone?: (answer: Answer, body: Body) => void;
  /** The reads that the command makes stale. */
  readonly refreshes?: readonly QueryKey[];
}

export interface Command<Body> {
  /** Sends. While an earlier attempt has no answer, that one is sent again, key and body unchanged: it has one effect. */
  readonly run: (body: Body) => void;
  readonly busy: boolean;
  /** An attempt was sent and its answer was lost; it is repeated by itself. The form must not be changed meanwhile. */
  readonly unanswered: boolean;
  /** What the server refused, in its words. */
  readonly error: ApiError | null;
  readonly fields: FieldErrors;
  readonly reset: () => void;
}

const AGAIN_MS = [1000, 2000, 4000, 8000, 15_000];

/** A write to the API that has one effect however often it is pressed and whatever the network does. */
export function useCommand<Body, Answer>({ name, send, onDone, refreshes = [] }: CommandOptions<Body, Answer>): Command<Body> {
  const queries = useQueryClient();
  const stored = `thesis.attempt.${name}`;
  const attempt = useRef<Attempt<Body> | null>(null);
  const [failures, setFailures] = useState(0);

  const settle = () => {
    attempt.current = null;
    sessionStorage.removeItem(stored);
    setFailures(0);
  };

  const mutation = useMutation<Answer, Error, Attempt<Body>>({
    mutationFn: ({ body, key }) => send(body, key),
    retry: false,
    onSuccess: (answer, { body }) => {
      settle();
      refreshes.forEach((queryKey) => void queries.invalidateQueries({ queryKey }));
      onDone?.(answer, body);
    },
    onError: (error) => {
      // Nothing was done when the server refused; the next press is a new request.
      if (isRefusal(error)) settle();
      else setFailures((count) => count + 1);
    },
  });
  const { mutate, isPending, reset } = mutation;

  // An attempt that a reload interrupted goes on.
  useEffect(() => {
    const left = sessionStorage.getItem(stored);
    if (left === null || attempt.current) return;
    attempt.current = JSON.parse(left) as Attempt<Body>;
    mutate(attempt.current);
  }, [stored, mutate]);

  useEffect(() => {
    if (failures === 0 || isPending) return;
    const again = () => attempt.current && mutate(attempt.current);
    const timer = setTimeout(again, AGAIN_MS[Math.min(failures, AGAIN_MS.length) - 1]);
    addEventListener('online', again, { once: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [failures, isPending, mutate]);

  const refused = isRefusal(mutation.error) ? mutation.error : null;
  return {
    run: (body) => {
      if (isPending) return;
      attempt.current ??= { key: crypto.randomUUID(), body };
      sessionStorage.setItem(stored, JSON.stringify(attempt.current));
      mutate(attempt.current);
    },
    busy: isPending,
    unanswered: failures > 0,
    error: refused,
    fields: refused?.fields ?? {},
    reset,
  };
}
