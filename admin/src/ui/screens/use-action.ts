import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { ApiError } from '../../api-error.ts';

interface ActionOptions<Reply> {
  /** Gives the message after the action has succeeded. */
  readonly done?: (reply: Reply) => string;
  readonly onDone?: (reply: Reply) => void;
  /** Handles an error that the page itself knows, and returns true if it handled one. */
  readonly onRefused?: (error: ApiError) => boolean;
}

/** Runs an action on the server: marks it as busy, reports the result, and refreshes the shown data. */
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
      // Refreshed after an error as well, because outdated data on the page may have caused it.
      await queries.invalidateQueries();
    }
  };
  return { run: (...args) => void run(...args), busy };
}
