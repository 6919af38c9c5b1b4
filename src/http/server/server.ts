import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { toAppError } from '../../kernel/errors.ts';
import type { Loops } from '../../kernel/time/loops.ts';
import type { ApiDeps } from '../api-deps.ts';
import { createDeniedNotes } from '../audit/note-denied.ts';
import { prepareLogin } from '../auth/login.ts';
import { refuseMalformedHeaders } from '../endpoints/request-headers.ts';
import { addSecurityHeaders } from '../endpoints/security-headers.ts';
import { noSuchPath, replyWithProblem } from '../errors/problem.ts';
import { varyBy } from '../errors/vary.ts';
import { createRateLimits, type LimitSettings } from '../limits/rate-limits.ts';
import { createLive } from '../live/live.ts';
import type { StreamLimits } from '../live/stream-seats.ts';
import { apiEndpoints } from '../routes/api-endpoints.ts';
import { addAdminPages } from '../routes/operation/admin-pages.ts';
import { addApiDocs } from '../routes/operation/docs.ts';
import { addHealthRoutes } from '../routes/operation/health.ts';
import { addMetricsRoute, type HttpMetrics } from '../routes/operation/metrics.ts';
import { addWebhookRoute } from '../webhooks/webhook-route.ts';
import { addEndpoints, OPEN_BODY_LIMIT_BYTES } from './add-endpoints.ts';
import { answerClientError } from './client-errors.ts';
import { acceptForms } from './form-body.ts';
import { createHttpServers } from './http-servers.ts';
import { acceptJson } from './json-body.ts';
import { canonicalUrl } from './url-forms.ts';

export interface ServerParts extends ApiDeps, LimitSettings {
  /** The folder of the built admin; null if it was not built. */
  readonly adminDir: string | null;
  /** Sites whose pages may use the API from a browser. */
  readonly allowedOrigins: readonly string[];
  /** Addresses of proxies whose headers about the origin of a request are trusted. */
  readonly trustedProxies: readonly string[];
  /** By default 20 streams for each user, and 1,000 in all. */
  readonly streamLimits?: StreamLimits;
  readonly loops: Loops;
  /** Aborted when the process is asked to stop. */
  readonly stop: AbortSignal;
  /** The metrics of requests; null if nothing is counted. */
  readonly metrics: HttpMetrics | null;
}

const REQUEST_ID = /^[\w.:+/=-]{8,128}$/;
const CONNECTIONS = {
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 15_000,
  // Longer than load balancers usually keep their connections, which is a minute.
  keepAliveTimeoutMs: 72_000,
  headersLimitBytes: 16 * 1024,
};
const LONGEST_ID = 200;

/** Node would use the clock of this machine. Until the database's time is known, there is no better one. */
function dateReply(reply: FastifyReply, now: () => Date): void {
  try {
    reply.header('date', now().toUTCString());
  } catch (thrown) {
    if (toAppError(thrown).kind !== 'unavailable') throw thrown;
  }
}

/** A proxy or a caller may have given the request an id. An unusual id is ignored. */
function idOfCaller(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : null;
}

/** The HTTP side of the program, ready to listen. `close()` gives running requests 20 seconds to end. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { db, log, loops, stop, adminDir, version, trustedProxies, now, metrics } = parts;
  const loggerInstance: FastifyBaseLogger = log;
  const httpServers = createHttpServers(CONNECTIONS);
  const server: FastifyInstance = fastify({
    loggerInstance,
    // The log has one line for each request, written below, instead of Fastify's two. It names the request id
    // as replies do.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    serverFactory: (handler) => httpServers.make(handler),
    // The limit for paths without an operation. Operations declare limits of their own.
    bodyLimit: OPEN_BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: LONGEST_ID },
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    rewriteUrl: (request) => canonicalUrl(request.url ?? '/'),
    genReqId: ({ headers }) => idOfCaller(headers['x-request-id']) ?? randomUUID(),
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
    clientErrorHandler: answerClientError,
  });
  const limits = await createRateLimits(server, parts);
  const refuse = async (
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => replyWithProblem(await limits.refusing(error, request), request, reply);
  server.setErrorHandler(refuse);
  server.setNotFoundHandler(() => {
    throw noSuchPath();
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    dateReply(reply, now);
  });
  server.addHook('onResponse', async (request, reply) => {
    const facts = { method: request.method, route: request.routeOptions.url, status: reply.statusCode };
    metrics?.onRequest({ ...facts, durationMs: reply.elapsedTime });
    request.log.info({ ...facts, durationMs: Math.round(reply.elapsedTime) }, 'request answered');
  });
  const denied = createDeniedNotes({ db, log, now });
  server.addHook('onError', async (request, _reply, error) => denied.note(request, error));
  server.addHook('onClose', async () => await denied.settled());
  addSecurityHeaders(server, parts.publicUrl);
  refuseMalformedHeaders(server);
  allowOrigins(server, parts.allowedOrigins);
  // Checked before the body is read.
  server.addHook('onRequest', async (request) => {
    if (request.is404) throw noSuchPath();
  });
  acceptJson(server);
  acceptForms(server);
  await server.register(cookie);
  const live = createLive(parts, parts.streamLimits);
  server.addHook('preClose', async () => {
    httpServers.closeConnections();
    await live.close();
  });
  await prepareLogin();
  const endpoints = apiEndpoints(parts, live);
  addEndpoints(server, { db, now, limits }, endpoints);
  await addWebhookRoute(server, { ...parts, limits });
  addHealthRoutes(server, { db, version, carrier: null, loops, stop });
  server.addHook('onClose', async () => parts.counters?.close());
  // Anybody can reach this port, so metrics require the token.
  if (metrics !== null && metrics.token !== null) addMetricsRoute(server, metrics);
  await addApiDocs(server, { endpoints, version, publicUrl: parts.publicUrl, limits });
  await addAdminPages(server, adminDir);
  return server;
}

/**
 * Lets pages of these sites use the API with a token. Cookies are never allowed across sites, so such a page
 * must use a token. If no site is allowed, no header is sent, and browsers refuse by themselves.
 */
function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  server.addHook('onRequest', async (request, reply) => {
    varyBy(reply, 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ETag, X-Request-Id, Retry-After, Location',
    });
    if (request.method !== 'OPTIONS') return;
    reply.headers({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers':
        'Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Accept-Language',
      'access-control-max-age': '600',
    });
  });
}
