import type { FastifyInstance } from 'fastify';

// Styles may stand in the page: component libraries write them there. Scripts may not.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const TWO_YEARS_S = 63_072_000;

/** `publicUrl`: where browsers find the service. Over https they shall never come back without it. */
export function addSecurityHeaders(server: FastifyInstance, publicUrl: string | null): void {
  const transport =
    publicUrl?.startsWith('https:') === true ? { 'strict-transport-security': `max-age=${TWO_YEARS_S}` } : {};
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      ...transport,
    });
  });
}
