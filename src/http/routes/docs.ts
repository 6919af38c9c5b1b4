import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '../endpoint.ts';
import { describeApi } from '../openapi.ts';

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
    await pages.register(swagger, { mode: 'static', specification: { document: JSON.parse(text) } });
    await pages.register(swaggerUi, {
      routePrefix: '/api/docs',
      uiConfig: { url: '/api/v1/openapi.json', deepLinking: true, docExpansion: 'none' },
    });
  });
}
