import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '../endpoint.ts';
import { describeApi } from '../openapi.ts';
import { contentSecurityPolicy } from '../security-headers.ts';

/** The API's description, for programs and for people. Nobody needs to be signed in: it holds no data. */
export async function addApiDocs(
  server: FastifyInstance,
  endpoints: readonly Endpoint[],
  version: string,
): Promise<void> {
  const text = JSON.stringify(describeApi(endpoints, version));
  server.get('/api/v1/openapi.json', async (_request, reply) => {
    return await reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text);
  });
  await server.register(async (pages) => {
    // Its pages write styles into their elements, with no place for a nonce.
    const policy = contentSecurityPolicy("'unsafe-inline'");
    pages.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', policy);
    });
    await pages.register(swagger, { mode: 'static', specification: { document: JSON.parse(text) } });
    await pages.register(swaggerUi, {
      routePrefix: '/api/docs',
      uiConfig: { url: '/api/v1/openapi.json', deepLinking: true, docExpansion: 'none' },
    });
  });
}
