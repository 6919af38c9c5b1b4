import type { FastifyReply } from 'fastify';

/** Names headers of the request on which the reply depends, beside those that are named already. */
export function varyBy(reply: FastifyReply, ...names: readonly string[]): void {
  const named = String(reply.getHeader('vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  reply.header('vary', [...new Set([...named, ...names])].join(', '));
}
