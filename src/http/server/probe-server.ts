import fastify, { type FastifyInstance } from 'fastify';
import { noSuchPath, replyWithProblem } from '../errors/problem.ts';
import { addHealthRoutes, type HealthParts } from '../routes/operation/health.ts';
import { addMetricsRoute, type HttpMetrics } from '../routes/operation/metrics.ts';

interface ProbeParts extends HealthParts {
  readonly metrics: Pick<HttpMetrics, 'scrape' | 'token'>;
}

/** Nothing here takes a body. */
const NO_BODY_BYTES = 1024;

/**
 * Health and metrics of one process, on a separate port for the machine or the cluster; workers and
 * schedulers answer nothing else. Its requests are neither logged nor counted.
 */
export function createProbeServer(parts: ProbeParts): FastifyInstance {
  const server: FastifyInstance = fastify({ forceCloseConnections: true, bodyLimit: NO_BODY_BYTES });
  server.setErrorHandler(replyWithProblem);
  server.setNotFoundHandler(() => {
    throw noSuchPath();
  });
  addHealthRoutes(server, parts);
  addMetricsRoute(server, parts.metrics);
  return server;
}
