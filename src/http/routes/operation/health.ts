import type { FastifyInstance } from 'fastify';
import { requireRoom } from '../../../backend/connection/require-room.ts';
import type { Queryable } from '../../../backend/database.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import type { Health, Readiness } from '../../../contract/health.ts';
import { AppError, toAppError } from '../../../kernel/errors.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../../../kernel/sentences/service-sentences.ts';
import { answeredWithin } from '../../../kernel/time/answer-limit.ts';
import { withDeadline } from '../../../kernel/time/deadline.ts';
import type { Loops } from '../../../kernel/time/loops.ts';
import type { Carrier } from '../../../tasks/carriers/carrier.ts';
import { sendProblem, toProblem } from '../../errors/problem.ts';

/** Probes give up after some seconds, so the reply must come earlier. */
const DEADLINE_MS = 3_000;
/** Probes within this time get the same answer. */
const KEPT_MS = 1_000;

export interface HealthParts {
  readonly db: Queryable;
  /**
   * Checks the queue, for a process that cannot work without one. Null for other processes, such as the API: a
   * trigger is written to PostgreSQL and starts when the queue is reachable again.
   */
  readonly carrier: Pick<Carrier, 'counts'> | null;
  readonly loops: Pick<Loops, 'standing'>;
  /** Aborted when the process is asked to stop. */
  readonly stop: AbortSignal;
  readonly version: string;
}

/**
 * Probes have no rate limit, because a load balancer that gets 429 takes the service out of use. Instead they
 * cost almost nothing, however many there are.
 */
export function addHealthRoutes(server: FastifyInstance, parts: HealthParts): void {
  const { version, stop } = parts;
  const unready = keptFor(KEPT_MS, async () => await findUnready(parts));
  server.get('/healthz', (): Health => ({ status: 'ok', version }));

  server.get('/readyz', async (request, reply) => {
    // Answered at once, without the cached result.
    const reason = stop.aborted ? errorOf(SERVICE_SENTENCES.ending, {}) : await unready();
    if (reason === null) return { status: 'ready' } satisfies Readiness;
    // To a probe, any reason means "not now".
    return sendProblem(reply, toProblem(reason, request, 503));
  });
}

/** Why this process cannot do its work; null if it can. */
async function findUnready({ db, carrier, loops }: HealthParts): Promise<AppError | null> {
  const [loop] = loops.standing();
  if (loop !== undefined) return errorOf(SERVICE_SENTENCES.loopStanding, { loop });
  try {
    const usable = answeredWithin(DEADLINE_MS, async () => {
      await requireMigrated(db);
      await requireRoom(db);
    });
    await withDeadline(usable, DEADLINE_MS, unreachable);
    // A queue that does not answer reports that itself within two seconds.
    await carrier?.counts('critical');
    return null;
  } catch (error) {
    return toAppError(error);
  }
}

/** Concurrent callers share one check; its result is kept for `keptMs`. */
function keptFor<T>(keptMs: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; readonly untilMs: number } | null = null;
  return async () => {
    if (kept !== null && performance.now() < kept.untilMs) return await kept.answer;
    const answer = ask();
    const asked = { answer, untilMs: Number.POSITIVE_INFINITY };
    kept = asked;
    const ended = (): void => {
      if (kept === asked) kept = { answer, untilMs: performance.now() + keptMs };
    };
    answer.then(ended, ended);
    return await answer;
  };
}

function unreachable(): AppError {
  return new AppError({
    code: 'backend.unreachable',
    message: 'The PostgreSQL backend cannot be reached.',
    details: { deadlineMs: DEADLINE_MS },
  });
}
