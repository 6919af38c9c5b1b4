import type { FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.ts';
import { baseUrl } from './paging.ts';

export const EXECUTIONS = '/api/v1/sync-woocommerce/executions/';

export function executionUrl(request: FastifyRequest, publicUrl: string | null, id: string): string {
  return `${baseUrl(request, publicUrl)}${EXECUTIONS}${id}/`;
}

/** Adds a link to the execution because of which a request was refused. */
export async function withLink<T>(
  request: FastifyRequest,
  publicUrl: string | null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { code, message, details, cause } = thrown;
    const id = details['executionId'];
    if (typeof id !== 'string') throw thrown;
    const instance = executionUrl(request, publicUrl, id);
    throw new AppError({ code, message, details: { ...details, instance }, cause });
  }
}
