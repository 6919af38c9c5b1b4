import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../auth/actor.ts';

/** Each export holds a connection to PostgreSQL, of which a process has ten. */
const PER_PROCESS = 4;
const PER_USER = 2;
/** A door must not wait for the files of an office. */
const DOOR_LISTS = 2;
/** It is not known in advance when an export ends. */
const RETRY_AFTER_SECONDS = 10;

/** Counts the exports that run in this process. */
export interface ExportSeats {
  /**
   * Takes a seat; the returned function releases it.
   *
   * @param isDoorList one of the seats that are kept for door lists
   * @throws unavailable `http.exports-full`
   */
  take(actor: Actor, isDoorList?: boolean): () => void;
}

export function createExportSeats(): ExportSeats {
  const files: string[] = [];
  const doorLists: string[] = [];
  return {
    take(actor, isDoorList = false) {
      const users = isDoorList ? doorLists : files;
      const user = actor.userId ?? actor.id;
      const own = users.filter((one) => one === user).length;
      if (own >= PER_USER || users.length >= (isDoorList ? DOOR_LISTS : PER_PROCESS)) {
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
