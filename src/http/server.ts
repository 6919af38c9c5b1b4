import type { AddressInfo } from 'node:net';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Queryable } from '../backend/database.ts';
import type { Log } from '../kernel/log.ts';
import { fromListening } from './listen-errors.ts';
import { replyNoSuchPath, replyWithProblem } from './problem.ts';
import { addAdminPages } from './routes/admin-pages.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addSecurityHeaders } from './security-headers.ts';

export interface ServerParts {
  readonly db: Queryable;
  readonly log: Log;
  /** Where the built admin lies; null if it was not built. */
  readonly adminDir: string | null;
  readonly version: string;
}

const REQUEST_TIMEOUT_MS = 30_000;
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The HTTP side of the program, ready to listen. `close()` lets running requests end. */
export async function createServer({ db, log, adminDir, version }: ServerParts): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log;
  const server: FastifyInstance = fastify({
    loggerInstance,
    // One line a request, below, instead of Fastify's two.
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
  });
  server.setErrorHandler(replyWithProblem);
  server.setNotFoundHandler(replyNoSuchPath);
  server.addHook('onResponse', async (request, reply) => {
    const facts = { method: request.method, route: request.routeOptions.url, status: reply.statusCode };
    request.log.info({ ...facts, durationMs: Math.round(reply.elapsedTime) }, 'request answered');
  });
  addSecurityHeaders(server);
  addHealthRoutes(server, db, version);
  await addAdminPages(server, adminDir);
  return server;
}

/**
 * Starts to listen; answers with the address.
 *
 * @throws config `http.port-taken`, `http.port-forbidden`, `http.no-such-address`
 */
export async function listen(
  server: FastifyInstance,
  address: { host: string; port: number },
): Promise<string> {
  try {
    await server.listen(address);
  } catch (error) {
    throw fromListening(error, address);
  }
  return addressOf(server.server.address(), address.host);
}

function addressOf(bound: AddressInfo | string | null, host: string): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  // Nobody can open http://0.0.0.0; whoever reads this sits at the machine.
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}
