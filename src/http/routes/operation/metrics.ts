import type { FastifyInstance } from 'fastify';
import { AppError } from '../../../kernel/errors.ts';
import { digestOfToken, digestsEqual } from '../../../kernel/secrets/opaque-token.ts';
import type { Secret } from '../../../kernel/secrets/secret.ts';

/** One answered request. The route and never the path, which contains ids. */
interface AnsweredRequest {
  readonly method: string;
  /** undefined: the address has no route. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

/** The metrics that HTTP adds. */
export interface HttpMetrics {
  readonly onRequest: (answered: AnsweredRequest) => void;
  /** All metrics, in Prometheus' text format. */
  readonly scrape: () => Promise<string>;
  /** null: no token is required. */
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

/** Digests of equal length are compared, so that the duration reveals nothing about the token. */
function isToken(token: Secret, header: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '';
  return digestsEqual(digestOfToken(given), digestOfToken(token.reveal()));
}

function refused(): AppError {
  return new AppError({ code: 'auth.bad-token', message: 'Invalid token.' });
}
