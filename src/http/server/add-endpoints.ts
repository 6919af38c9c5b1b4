import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../backend/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { auditedCall } from '../audit/audit.ts';
import { type Actor, ANONYMOUS, requireRole, requireSecondFactor, requireSession } from '../auth/actor.ts';
import { authenticate, SESSION_COOKIE } from '../auth/authenticate.ts';
import { forgetDeadSession } from '../auth/session-cookies.ts';
import type { Endpoint, Method } from '../endpoints/endpoint.ts';
import { formReader } from '../endpoints/form-values.ts';
import { describePath } from '../endpoints/options-metadata.ts';
import { sendJson, sendResult } from '../endpoints/send-reply.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { oncePerKey } from './idempotency.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
}

export interface EndpointDeps {
  readonly db: Database;
  readonly now: () => Date;
  readonly limits: Pick<RateLimits, 'require'>;
}

/** The limit for operations that declare none of their own. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** The limit for requests that need no sign-in. */
export const OPEN_BODY_LIMIT_BYTES = 8 * 1024;

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Adds the operations at their paths. Any other method gets the list of the methods that exist there, and `OPTIONS`
 * describes them to a sender who signs in.
 */
export function addEndpoints(
  server: FastifyInstance,
  deps: EndpointDeps,
  endpoints: readonly Endpoint[],
): void {
  server.decorateRequest('actor');
  for (const endpoint of endpoints) addEndpoint(server, deps, endpoint);
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    answerOtherMethods(
      server,
      deps,
      path,
      endpoints.filter((endpoint) => endpoint.path === path),
    );
  }
}

function addEndpoint(server: FastifyInstance, deps: EndpointDeps, endpoint: Endpoint): void {
  const audited = auditedCall(deps.db, endpoint);
  server.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: bodyLimitOf(endpoint),
    config: { readForm: formReader(endpoint.body) },
    // A HEAD request would wait for the end of a stream, which has none.
    exposeHeadRoute: !endpoint.streams,
    // Checked before the body is even read.
    onRequest: async (request, reply) => {
      // Set before any refusal, so that the refusal is recorded with its sender.
      request.actor = await actorOf(deps, endpoint, request, reply);
      await deps.limits.require(endpoint, request, reply);
      letIn(endpoint, request.actor);
    },
    handler: async (request, reply) => {
      const answer = async (): Promise<unknown> => {
        const done = await audited?.(request);
        const result = await endpoint.run({ request, reply, actor: request.actor });
        await done?.(result);
        return result;
      };
      if (endpoint.streams) {
        await endpoint.run({ request, reply, actor: request.actor });
        return reply;
      }
      const result =
        endpoint.idempotent === true ? await oncePerKey(deps.db, endpoint, request, answer) : await answer();
      if (endpoint.location !== undefined) reply.header('location', endpoint.location(request, result));
      return await sendResult(request, reply, endpoint, result);
    },
  });
}

async function actorOf(
  deps: EndpointDeps,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Actor> {
  if (endpoint.access === 'public') return ANONYMOUS;
  return await authenticate(deps, request).catch((thrown: unknown) => {
    if (endpoint.endsSession === true) forgetDeadSession(request, reply, thrown);
    throw thrown;
  });
}

function letIn(endpoint: Endpoint, actor: Actor): void {
  if (endpoint.access === 'public') return;
  requireRole(actor, { visibleTo: endpoint.visibleTo ?? 'viewer', role: endpoint.access });
  if (endpoint.sessionOnly === true) requireSession(actor);
  if (endpoint.beforeSecondFactor !== true) requireSecondFactor(actor);
}

function bodyLimitOf({ bodyLimitBytes, access }: Endpoint): number {
  return bodyLimitBytes ?? (access === 'public' ? OPEN_BODY_LIMIT_BYTES : BODY_LIMIT_BYTES);
}

function answerOtherMethods(
  server: FastifyInstance,
  deps: EndpointDeps,
  path: string,
  endpoints: readonly Endpoint[],
): void {
  const allowed = endpoints.map(({ method }) => method);
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  const [first] = endpoints;
  server.route({
    method: [...METHODS.filter((method) => !allowed.includes(method)), 'OPTIONS'],
    url: path,
    // Whatever the body contains, the method is the error.
    onRequest: async (request, reply) => {
      reply.header('allow', allow);
      if (request.method !== 'OPTIONS') throw methodNotAllowed();
      request.actor = ANONYMOUS;
      if (first === undefined || !isSigned(request)) return;
      request.actor = await authenticate(deps, request);
      const { limit: _, ...counted } = first;
      await deps.limits.require(counted, request, reply);
    },
    handler: async (request, reply) => {
      // A browser asks before it sends a request of another site, and signs in only with that one.
      if (request.actor.kind === 'anonymous') return await reply.code(204).send();
      const described = JSON.stringify(describePath(endpoints, request.actor));
      return await sendJson(request, reply.header('cache-control', 'no-store'), described, false);
    },
  });
}

function isSigned({ headers, cookies }: FastifyRequest): boolean {
  return headers.authorization !== undefined || (cookies[SESSION_COOKIE] ?? '') !== '';
}

function methodNotAllowed(): AppError {
  return new AppError({
    code: 'http.method-not-allowed',
    message: 'This method is not allowed at this address.',
  });
}
