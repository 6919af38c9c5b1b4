import type { FastifyRequest } from 'fastify';
import type { Database } from '../../backend/database.ts';
import { freeKey, keepReply, takeKey } from '../../backend/operation/idempotency-records.ts';
import type { Json } from '../../backend/tables/column-text.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';

const LONGEST_KEY = 200;

/**
 * Handles a request with an `Idempotency-Key` only once. A repeated request gets the first reply and starts
 * nothing. A failed request may be repeated.
 *
 * @throws conflict `http.idempotency-key-reused`, `http.idempotency-key-busy`
 */
export async function oncePerKey(
  db: Database,
  endpoint: Endpoint,
  request: FastifyRequest,
  answer: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers['idempotency-key'];
  const actorId = request.actor.userId;
  if (typeof key !== 'string' || key === '' || actorId === null) return await answer();
  if (key.length > LONGEST_KEY) throw invalidField('Idempotency-Key', 'max_length', LONGEST_KEY);
  const asked = JSON.stringify([endpoint.name, request.params, request.body ?? null]).slice(0, 10_000);
  const known = await takeKey(db, actorId, key, asked);
  if (known !== null) {
    if (known.request !== asked) throw reused();
    if (known.status === null) throw busy();
    return known.reply;
  }
  try {
    const result = await answer();
    await keepReply(db, actorId, key, endpoint.status ?? 200, result as Json);
    return result;
  } catch (thrown) {
    await freeKey(db, actorId, key);
    throw thrown;
  }
}

function reused(): AppError {
  return new AppError({
    code: 'http.idempotency-key-reused',
    message: 'This Idempotency-Key was used for another request.',
  });
}

function busy(): AppError {
  return new AppError({
    code: 'http.idempotency-key-busy',
    message: 'The first request with this Idempotency-Key is still being answered.',
  });
}
