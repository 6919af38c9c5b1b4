import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../auth/actor.ts';

/** Each export holds a connection to PostgreSQL, of which a process has ten. */
const PER_PROCESS = 4;
const PER_USER = 2;
/** It is not known in advance when an export ends. */
const RETRY_AFTER_SECONDS = 10;

/** Counts the exports that run in this process. */
export interface ExportSeats {
  /**
   * Takes a seat; the returned function releases it.
   *
   * @throws unavailable `http.exports-full`
   */
  take(actor: Actor): () => void;
}

export function createExportSeats(): ExportSeats {
  const users: string[] = [];
  return {
    take(actor) {
      const user = actor.userId ?? actor.id;
      const own = users.filter((one) => one === user).length;
      if (own >= PER_USER || users.length >= PER_PROCESS) {
        throw new AppError({
          code: 'http.exports-full',
          message: 'Too many exports are running. Wait until one ends.',
          details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
        });
      }
      users.push(user);
      return () => void users.splice(users.indexOf(user), 1);
    },
  };
}
