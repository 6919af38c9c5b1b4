import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../kernel/errors.ts';
import { digestOfToken, digestsEqual } from '../../../kernel/secrets/opaque-token.ts';
import type { Secret } from '../../../kernel/secrets/secret.ts';

/** One answered request. It contains the route and never the path, because the path contains ids. */
interface AnsweredRequest {
  readonly method: string;
  /** The route; undefined if the address has none. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

/** The metrics that the HTTP server adds. */
export interface HttpMetrics {
  readonly onRequest: (answered: AnsweredRequest) => void;
  /** All metrics, in Prometheus' text format. */
  readonly scrape: () => Promise<string>;
  /** The token that a request must contain; null if none is required. */
  readonly token: Secret | null;
}

const MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function addMetricsRoute(
  server: FastifyInstance,
  { scrape, token }: Pick<HttpMetrics, 'scrape' | 'token'>,
): void {
  server.get('/metrics', async (request, reply) => {
    if (token !== null && !isToken(token, request.headers.authorization)) throw refused();
    return await reply
      .type(MEDIA_TYPE)
      .header('cache-control', 'no-store')
      .send(await scrape());
  });
}

/** Compares digests of equal length, so that the duration reveals nothing about the token. */
function isToken(token: Secret, header: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '';
  return digestsEqual(digestOfToken(given), digestOfToken(token.reveal()));
}

function refused(): AppError {
  return new AppError({ code: 'auth.bad-token', message: 'Invalid token.' });
}
