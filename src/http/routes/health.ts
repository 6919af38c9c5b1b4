import type { FastifyInstance } from 'fastify';
import type { Queryable } from '../../backend/database.ts';
import { requireMigrated } from '../../backend/require-migrated.ts';
import type { Health, Readiness } from '../../contract/health.ts';
import { withDeadline } from '../../kernel/deadline.ts';
import { AppError, toAppError } from '../../kernel/errors.ts';
import type { Carrier } from '../../tasks/carrier.ts';
import { sendProblem, toProblem } from '../problem.ts';

/** Probes give up after some seconds; ours answers before they do. */
const DEADLINE_MS = 3_000;

export interface HealthParts {
  readonly db: Queryable;
  /** null: no queue is at hand. */
  readonly carrier: Pick<Carrier, 'counts'> | null;
  readonly version: string;
}

export function addHealthRoutes(server: FastifyInstance, { db, carrier, version }: HealthParts): void {
  server.get('/healthz', (): Health => ({ status: 'ok', version }));

  server.get('/readyz', async (request, reply) => {
    try {
      await withDeadline(requireMigrated(db), DEADLINE_MS, unreachable);
      // a queue that does not answer says so itself within two seconds
      await carrier?.counts('critical');
      return { status: 'ready' } satisfies Readiness;
    } catch (error) {
      // Whatever the reason, a probe is told "not now".
      return sendProblem(reply, toProblem(toAppError(error), request, 503));
    }
  });
}

function unreachable(): AppError {
  return new AppError({
    kind: 'unavailable',
    code: 'backend.unreachable',
    message: 'The PostgreSQL backend cannot be reached.',
    details: { deadlineMs: DEADLINE_MS },
  });
}
