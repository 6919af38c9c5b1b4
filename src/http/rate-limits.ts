import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../kernel/errors.ts';
import type { Endpoint } from './endpoint.ts';

const WINDOW_MS = 60_000;
const REQUESTS = 300;
const CONNECTION_TESTS = 10;

export interface RateLimits {
  /** @throws invalid `http.too-many-requests` */
  require(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** How often one token, session or (of those who are not signed in) address may ask in a minute. */
export async function createRateLimits(
  server: FastifyInstance,
  perMinute: number | null,
): Promise<RateLimits> {
  await server.register(rateLimit, { global: false });
  const limiter = (name: string, max: number) =>
    server.createRateLimit({
      max,
      timeWindow: WINDOW_MS,
      keyGenerator: (request) => `${name} ${senderOf(request)}`,
    });
  const requests = limiter('request', perMinute ?? REQUESTS);
  const tests = limiter('test', CONNECTION_TESTS);
  return {
    async require(endpoint, request, reply) {
      const found = await requests(request);
      if (!found.isAllowed) {
        reply.header('x-ratelimit-limit', String(found.max));
        reply.header('x-ratelimit-remaining', String(Math.max(0, found.remaining)));
        if (found.isExceeded) throw tooMany(found.ttlInSeconds);
      }
      if (endpoint.limit !== 'connection-test') return;
      const test = await tests(request);
      if (!test.isAllowed && test.isExceeded) throw tooMany(test.ttlInSeconds);
    },
  };
}

function senderOf({ actor, ip }: FastifyRequest): string {
  return actor.kind === 'anonymous' ? `address ${ip}` : `${actor.kind} ${actor.id}`;
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError({
    kind: 'invalid',
    code: 'http.too-many-requests',
    message: 'Too many requests. Wait a little.',
    details: { retryAfterSeconds },
  });
}
