import type { FastifyInstance } from 'fastify';
import type { Queryable } from '../../backend/database.ts';
import { requireMigrated } from '../../backend/require-migrated.ts';
import type { Health, Readiness } from '../../contract/health.ts';
import { AppError, toAppError } from '../../kernel/errors.ts';
import { sendProblem, toProblem } from '../problem.ts';

/** Probes give up after some seconds; ours answers before they do. */
const DEADLINE_MS = 3_000;

export function addHealthRoutes(server: FastifyInstance, db: Queryable, version: string): void {
  server.get('/healthz', (): Health => ({ status: 'ok', version }));

  server.get('/readyz', async (request, reply) => {
    try {
      await withinDeadline(requireMigrated(db));
      return { status: 'ready' } satisfies Readiness;
    } catch (error) {
      // Whatever the reason, a probe is told "not now".
      return sendProblem(reply, toProblem(toAppError(error), request, 503));
    }
  });
}

async function withinDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError({
          kind: 'unavailable',
          code: 'backend.unreachable',
          message: 'The PostgreSQL backend cannot be reached.',
          details: { deadlineMs: DEADLINE_MS },
        }),
      );
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
