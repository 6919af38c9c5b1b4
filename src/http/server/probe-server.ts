import fastify, { type FastifyInstance } from 'fastify';
import { noSuchPath, replyWithProblem } from '../errors/problem.ts';
import { addHealthRoutes, type HealthParts } from '../routes/operation/health.ts';
import { addMetricsRoute, type HttpMetrics } from '../routes/operation/metrics.ts';

interface ProbeParts extends HealthParts {
  readonly metrics: Pick<HttpMetrics, 'scrape' | 'token'>;
}

/** No request to this server has a body. */
const NO_BODY_BYTES = 1024;

/**
 * Serves health and metrics of one process on a port of its own, for the machine or the cluster. Workers and
 * schedulers answer no other requests. The requests are neither logged nor counted.
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
