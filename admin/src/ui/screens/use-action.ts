import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { ApiError } from '../../api-error.ts';

interface ActionOptions<Reply> {
  /** The message when it has worked. */
  readonly done?: (reply: Reply) => string;
  readonly onDone?: (reply: Reply) => void;
  /** A refusal that the screen deals with itself; true: it did. */
  readonly onRefused?: (error: ApiError) => boolean;
}

/** Runs one action on the server: shows that it is busy, reports the result, and refreshes what is shown. */
export function useAction<Args extends readonly unknown[], Reply>(
  work: (...args: Args) => Promise<Reply>,
  options: ActionOptions<Reply> = {},
): { readonly run: (...args: Args) => void; readonly busy: boolean } {
  const notify = useNotify();
  const translate = useTranslate();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async (...args: Args): Promise<void> => {
    setBusy(true);
    try {
      const reply = await work(...args);
      if (options.done !== undefined) notify(options.done(reply), { type: 'success' });
      options.onDone?.(reply);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (options.onRefused?.(error) !== true) {
        notify(translate(error.message, { _: error.message }), { type: 'error' });
      }
    } finally {
      setBusy(false);
      // Also after a refusal: what is shown may be what made it futile.
      await queries.invalidateQueries();
    }
  };
  return { run: (...args) => void run(...args), busy };
}
