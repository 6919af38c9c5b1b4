import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../auth/actor.ts';

export interface StreamLimits {
  /** The limit over all sessions and tokens of a user. */
  readonly perUser: number;
  /** The limit over all users. */
  readonly perProcess: number;
}

const LIMITS: StreamLimits = { perUser: 20, perProcess: 1_000 };
/** It is not known in advance when a stream ends. A client that asks this often causes no load. */
const RETRY_AFTER_SECONDS = 30;

/** Counts the streams of this process and of each user. Each process of an installation counts separately. */
export interface StreamSeats {
  /**
   * Takes a seat; the returned function releases it.
   *
   * @throws invalid `http.too-many-streams`; unavailable `http.streams-full`
   */
  take(actor: Actor): () => void;
}

export function createStreamSeats({ perUser, perProcess }: StreamLimits = LIMITS): StreamSeats {
  const held = new Map<string, number>();
  let all = 0;
  return {
    take(actor) {
      const user = actor.userId ?? actor.id;
      const present = held.get(user) ?? 0;
      if (present >= perUser) throw tooMany(perUser);
      if (all >= perProcess) throw full();
      held.set(user, present + 1);
      all += 1;
      let given = false;
      return () => {
        if (given) return;
        given = true;
        all -= 1;
        const left = (held.get(user) ?? 1) - 1;
        if (left === 0) held.delete(user);
        else held.set(user, left);
      };
    },
  };
}

/**
 * A new stream is refused instead of ending an older one, because reconnecting clients would otherwise displace
 * each other for ever.
 */
function tooMany(limit: number): AppError {
  return new AppError({
    code: 'http.too-many-streams',
    message: 'You have too many open streams. Close one, or wait a little.',
    details: { limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}

function full(): AppError {
  return new AppError({
    code: 'http.streams-full',
    message: 'This service already has the maximum number of open streams. Wait a little.',
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}
