import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../backend/database.ts';
import { AppError } from '../kernel/errors.ts';
import { type Actor, ANONYMOUS, requireRole } from './access/actor.ts';
import { audit } from './access/audit.ts';
import { authenticate } from './access/authenticate.ts';
import type { Endpoint, Method } from './endpoint.ts';
import { oncePerKey } from './idempotency.ts';
import type { RateLimits } from './rate-limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
}

export interface EndpointDeps {
  readonly db: Database;
  readonly now: () => Date;
  readonly limits: RateLimits;
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Puts the operations at their paths; other methods there are told which ones there are. */
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
  server.route({
    method: endpoint.method,
    url: endpoint.path,
    // A stream has no end that a HEAD could wait for.
    exposeHeadRoute: !endpoint.streams,
    // Before the body is even read.
    onRequest: async (request, reply) => {
      request.actor = await letIn(deps, endpoint, request);
      await deps.limits.require(endpoint, request, reply);
    },
    handler: async (request, reply) => {
      const answer = async (): Promise<unknown> => {
        const result = await endpoint.run({ request, reply, actor: request.actor });
        await audit(deps.db, endpoint, request, result);
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

async function letIn(deps: EndpointDeps, endpoint: Endpoint, request: FastifyRequest): Promise<Actor> {
  if (endpoint.access === 'public') return ANONYMOUS;
  const actor = await authenticate(deps, request);
  requireRole(actor, { visibleTo: endpoint.visibleTo ?? 'viewer', role: endpoint.access });
  return actor;
}

function send(reply: FastifyReply, endpoint: Endpoint, result: unknown): FastifyReply {
  reply.code(endpoint.status ?? 200).header('cache-control', 'no-store');
  if (endpoint.reply === null) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(result));
}

function refuseOtherMethods(server: FastifyInstance, path: string, allowed: readonly Method[]): void {
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  server.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url: path,
    // Whatever its body is, the method is what is wrong.
    onRequest: async (_request, reply) => {
      reply.header('allow', allow);
      throw methodNotAllowed();
    },
    handler: async () => {
      throw methodNotAllowed();
    },
  });
  server.options(path, async (_request, reply) => await reply.code(204).header('allow', allow).send());
}

function methodNotAllowed(): AppError {
  return new AppError({
    kind: 'invalid',
    code: 'http.method-not-allowed',
    message: 'This method is not allowed at this address.',
  });
}
