import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SearchReply } from '../../../src/contract/search.ts';
import { call } from '../data-provider.ts';

/** A search for half a word would be useless, so it waits for the end of typing. */
const UNTIL_TYPED_MS = 150;

interface Search {
  /** The reply to the present text; undefined while it is awaited. It is never the reply to an earlier text. */
  readonly reply: SearchReply | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Searches for the text of a field once typing has stopped. */
export function useSearch(typed: string): Search {
  const text = typed.trim();
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), UNTIL_TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Each text has its own reply, so a late reply never appears for another text.
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
