import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SearchReply } from '../../../src/contract/search.ts';
import { call } from '../data-provider.ts';

/** Nobody reads answers to half a word. */
const UNTIL_TYPED_MS = 150;

interface Search {
  /** The answer to what stands in the field now; undefined: it is still awaited. Never one to an earlier text. */
  readonly reply: SearchReply | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Asks for what stands in a search field, once no more is typed. */
export function useSearch(typed: string): Search {
  const text = typed.trim();
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), UNTIL_TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Each text has an answer of its own, so that a late one belongs to a text that nobody looks at any more.
  const { data, error, refetch } = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    retry: false,
    queryFn: async ({ signal }) =>
      await call<SearchReply>(`/api/v1/search/?q=${encodeURIComponent(asked)}`, { signal }),
  });
  const current = asked === text && text !== '';
  return {
    reply: current ? data : undefined,
    error: current && data === undefined ? error : null,
    retry: () => void refetch(),
  };
}
