import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../../endpoints/endpoint.ts';
import { describeApi } from '../../endpoints/openapi.ts';
import { contentSecurityPolicy } from '../../endpoints/security-headers.ts';
import { sendJson } from '../../endpoints/send-reply.ts';
import type { RateLimits } from '../../limits/rate-limits.ts';

const DOCUMENT = '/api/v1/openapi.json';
const PAGES = '/api/docs';
/**
 * The paths of the pages at which the document is served as well. The library would serialise it for each
 * request.
 */
const COPIES: ReadonlySet<string> = new Set([`${PAGES}/json`, `${PAGES}/yaml`]);

interface DocsParts {
  readonly endpoints: readonly Endpoint[];
  readonly version: string;
  /** The address of the service. Null if clients use the one at which they found the description. */
  readonly publicUrl: string | null;
  readonly limits: Pick<RateLimits, 'requireOpen'>;
}

/**
 * The description of the API, for programs and for people. It needs no sign-in, because it contains no data.
 */
export async function addApiDocs(
  server: FastifyInstance,
  { endpoints, version, publicUrl, limits }: DocsParts,
): Promise<void> {
  let made: Buffer | null = null;
  // Loaded on first use, because most processes never serve it, and it costs as much as the rest of the server.
  const document = (): Buffer => {
    made ??= Buffer.from(JSON.stringify(describeApi(endpoints, { version, publicUrl })));
    return made;
  };
  const count = async (request: FastifyRequest): Promise<void> =>
    await limits.requireOpen('documents', request);
  const send = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    await sendJson(request, reply.header('cache-control', 'no-cache'), document(), true);
  server.get(DOCUMENT, { onRequest: count }, send);
  await server.register(async (pages) => {
    // These pages write styles into their elements, which cannot carry a nonce.
    const policy = contentSecurityPolicy("'unsafe-inline'");
    pages.addHook('onRequest', async (request, reply) => {
      await count(request);
      reply.header('content-security-policy', policy);
      // Every JSON document is a YAML document.
      if (COPIES.has(request.routeOptions.url ?? '')) return await send(request, reply);
    });
    // The pages request the document at its own path.
    const nothing = { openapi: '3.1.0', info: { title: 'Taquilla', version }, paths: {} };
    await pages.register(swagger, { mode: 'static', specification: { document: nothing } });
    await pages.register(swaggerUi, {
      routePrefix: PAGES,
      uiConfig: { url: DOCUMENT, deepLinking: true, docExpansion: 'none' },
    });
  });
}
