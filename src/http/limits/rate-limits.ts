import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.ts';
import { networkOf } from '../auth/network-of.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { refusalOf, statusOf } from '../errors/problem.ts';
import { counterStore } from './request-counters.ts';
import type { SharedCounters } from './shared-counters.ts';

const WINDOW_MS = 60_000;
const REQUESTS = 300;
const CONNECTION_TESTS = 10;
const BY_ADDRESS = 60;
const LONGEST_ADDRESS = 64;

declare module 'fastify' {
  interface FastifyRequest {
    /** The limit for requests without a sign-in, if this request was already counted there. */
    countedAs: string | undefined;
  }
}

/** How many requests a user or an address may send in a minute. */
export interface LimitSettings {
  /** The requests of a user; null means 300. */
  readonly requestsPerMinute: number | null;
  /**
   * The refused requests of an address, and its requests to each operation that needs no sign-in. Null means 60
   * of each.
   */
  readonly requestsPerMinuteByAddress: number | null;
  /** The connection tests of a user; null means 10. */
  readonly connectionTestsPerMinute: number | null;
  /** Counters that several processes share. Null if there are only the counters of this process. */
  readonly counters: SharedCounters | null;
}

export interface RateLimits {
  /** How many refused requests of an address are answered as such in a minute; further ones get 429. */
  readonly refusalsPerMinute: number;
  /**
   * Counts a request of a user who is signed in, or to an operation that needs no sign-in.
   *
   * @throws invalid `http.too-many-requests`
   */
  require(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /**
   * Counts a request that needs no sign-in, such as one for the API's description. Each `what` counts
   * separately.
   *
   * @throws invalid `http.too-many-requests`
   */
  requireOpen(what: string, request: FastifyRequest): Promise<void>;
  /**
   * Counts a refused request. Returns the error to answer with: the given one, or 429 if the limit is exceeded.
   */
  refusing(error: unknown, request: FastifyRequest): Promise<AppError>;
}

/**
 * The limits for signed-in users count by user, over all tokens and sessions. The limits for addresses count
 * only requests that are refused or that need no sign-in, because many people may share an address, and one
 * person's bad requests must not stop the others.
 */
export async function createRateLimits(
  server: FastifyInstance,
  settings: LimitSettings,
): Promise<RateLimits> {
  server.decorateRequest('countedAs');
  await server.register(rateLimit, { global: false, store: counterStore(settings.counters) });
  const limiter = (max: number, keyOf: (request: FastifyRequest) => string) => {
    const count = server.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator: keyOf });
    return async (request: FastifyRequest) => {
      const found = await count(request);
      return found.isAllowed ? null : found;
    };
  };
  const byAddress = settings.requestsPerMinuteByAddress ?? BY_ADDRESS;
  const requests = limiter(settings.requestsPerMinute ?? REQUESTS, (request) => `request ${userOf(request)}`);
  const tests = limiter(
    settings.connectionTestsPerMinute ?? CONNECTION_TESTS,
    (request) => `test ${userOf(request)}`,
  );
  const open = limiter(byAddress, (request) => `${request.countedAs}`);
  const refusals = limiter(byAddress, (request) => `refused ${addressOf(request)}`);

  const requireAs = async (name: string, request: FastifyRequest): Promise<void> => {
    request.countedAs = name;
    const found = await open(request);
    if (found?.isExceeded === true) throw tooMany(found.ttlInSeconds);
  };
  const requireOpen = async (what: string, request: FastifyRequest): Promise<void> =>
    await requireAs(`${what} ${addressOf(request)}`, request);
  const requireAnonymous = async (endpoint: Endpoint, request: FastifyRequest): Promise<void> => {
    try {
      await requireOpen(endpoint.name, request);
    } catch (thrown) {
      const sender = (await endpoint.countedApart?.(request)) ?? null;
      if (sender === null) throw thrown;
      await requireAs(`${endpoint.name} ${sender}`, request);
    }
  };
  return {
    refusalsPerMinute: byAddress,
    async require(endpoint, request, reply) {
      if (request.actor.kind === 'anonymous') return await requireAnonymous(endpoint, request);
      const found = await requests(request);
      if (found !== null) {
        reply.header('x-ratelimit-limit', String(found.max));
        reply.header('x-ratelimit-remaining', String(found.remaining));
        if (found.isExceeded) throw tooMany(found.ttlInSeconds);
      }
      if (endpoint.limit !== 'connection-test') return;
      const test = await tests(request);
      if (test?.isExceeded === true) throw tooMany(test.ttlInSeconds);
    },
    requireOpen,
    async refusing(error, request) {
      const refusal = refusalOf(error);
      const status = statusOf(refusal);
      const counts = status >= 400 && status < 500 && !isSignedIn(request) && request.countedAs === undefined;
      if (!counts) return refusal;
      const found = await refusals(request);
      return found?.isExceeded === true ? tooMany(found.ttlInSeconds) : refusal;
    },
  };
}

function isSignedIn(request: FastifyRequest): boolean {
  // A request that was refused before its route was found has no actor.
  const actor = request.actor as FastifyRequest['actor'] | undefined;
  return actor !== undefined && actor.kind !== 'anonymous';
}

function userOf({ actor }: FastifyRequest): string {
  return `user ${actor.userId ?? actor.id}`;
}

function addressOf({ ip }: FastifyRequest): string {
  return `address ${networkOf(ip).slice(0, LONGEST_ADDRESS)}`;
}

export function tooMany(retryAfterSeconds: number): AppError {
  return new AppError({
    code: 'http.too-many-requests',
    message: 'Too many requests. Wait a little.',
    details: { retryAfterSeconds: Math.max(1, retryAfterSeconds) },
  });
}
