import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isStorable } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';

/** A host name or an address with an optional port, and without user, path or space. */
const HOST = /^(?:[a-z\d](?:[a-z\d._-]{0,251}[a-z\d.])?|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;
const SCHEMES: ReadonlySet<string> = new Set(['http', 'https']);

/**
 * Refuses malformed headers before anything uses them: `Host`, the header that a trusted proxy sends for it,
 * the sender's address, and every text that PostgreSQL cannot store.
 */
export function refuseMalformedHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    if (!isHost(request.headers.host ?? '') || !isHost(request.host) || !SCHEMES.has(request.protocol)) {
      throw malformedHost();
    }
    if (isIP(request.ip) === 0 || !areStorable(request)) throw malformedHeader();
  });
}

/** HTTP/1.0, which some probes use, has no Host. */
function isHost(host: string): boolean {
  return host === '' || (HOST.test(host) && URL.canParse(`http://${host}/`));
}

function areStorable({ headers }: FastifyRequest): boolean {
  return Object.values(headers).every((value) =>
    Array.isArray(value) ? value.every(isStorable) : value === undefined || isStorable(value),
  );
}

export function malformedHost(): AppError {
  return new AppError({
    code: 'http.malformed-host',
    message: 'The Host header, or what a proxy sends for it, is not the name of a host.',
  });
}

function malformedHeader(): AppError {
  return new AppError({
    code: 'http.malformed-header',
    message: 'A header of the request has an invalid value.',
  });
}
