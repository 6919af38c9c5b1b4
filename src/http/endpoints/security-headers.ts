import type { FastifyInstance } from 'fastify';

/**
 * What a page may load and run. `styles` lists sources of styles in addition to our own files. Scripts are
 * loaded from files only.
 */
export function contentSecurityPolicy(styles: string | null): string {
  return [
    "default-src 'self'",
    `style-src 'self'${styles === null ? '' : ` ${styles}`}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const TWO_YEARS_S = 63_072_000;

/**
 * `publicUrl` is the address of the service for browsers. If it is an https address, browsers must never use
 * http for it again.
 */
export function addSecurityHeaders(server: FastifyInstance, publicUrl: string | null): void {
  const transport =
    publicUrl?.startsWith('https:') === true ? { 'strict-transport-security': `max-age=${TWO_YEARS_S}` } : {};
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy(null),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      ...transport,
    });
  });
}
