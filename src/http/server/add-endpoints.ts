import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../backend/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { auditedCall } from '../audit/audit.ts';
import { type Actor, ANONYMOUS, requireRole, requireSecondFactor, requireSession } from '../auth/actor.ts';
import { authenticate } from '../auth/authenticate.ts';
import { forgetDeadSession } from '../auth/session-cookies.ts';
import type { Endpoint, FileReply, Method } from '../endpoints/endpoint.ts';
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

/** Adds the operations at their paths. Any other method gets the list of the methods that exist there. */
export function addEndpoints(
  server: FastifyInstance,
  deps: EndpointDeps,
  endpoints: readonly Endpoint[],
): void {
  server.decorateRequest('actor');
  for (const endpoint of endpoints) addEndpoint(server, deps, endpoint);
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    const allowed = endpoints.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
    refuseOtherMethods(server, path, allowed);
  }
}

function addEndpoint(server: FastifyInstance, deps: EndpointDeps, endpoint: Endpoint): void {
  const audited = auditedCall(deps.db, endpoint);
  server.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: bodyLimitOf(endpoint),
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
      return send(reply, endpoint, result);
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

function send(reply: FastifyReply, endpoint: Endpoint, result: unknown): FastifyReply {
  reply.code(endpoint.status ?? 200).header('cache-control', 'no-store');
  if (endpoint.fileTypes !== undefined) {
    const { name, type, content } = result as FileReply;
    return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(content);
  }
  if (endpoint.reply === null) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(result));
}

function refuseOtherMethods(server: FastifyInstance, path: string, allowed: readonly Method[]): void {
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  server.route({
    method: [...METHODS.filter((method) => !allowed.includes(method)), 'OPTIONS'],
    url: path,
    // Whatever the body contains, the method is the error.
    onRequest: async (request, reply) => {
      reply.header('allow', allow);
      if (request.method !== 'OPTIONS') throw methodNotAllowed();
    },
    handler: async (_request, reply) => await reply.code(204).send(),
  });
}

function methodNotAllowed(): AppError {
  return new AppError({
    code: 'http.method-not-allowed',
    message: 'This method is not allowed at this address.',
  });
}
