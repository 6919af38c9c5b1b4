import type { FastifyRequest } from 'fastify';
import type { RequestedExecution } from '../../backend/executions/execution-records.ts';
import { startedShape } from '../../contract/configuration.ts';
import { languageAsked } from '../errors/language.ts';
import { executionUrl } from './execution-links.ts';

const TEXTS = {
  started: { en: 'Sync requested.', es: 'Sincronización solicitada.' },
  promoted: {
    en: 'It was already pending: now it goes first.',
    es: 'Ya estaba en espera: ahora va primero.',
  },
} as const;

/** The address of the started execution. */
export function startedLocation(publicUrl: string | null) {
  return (request: FastifyRequest, result: unknown): string =>
    executionUrl(request, publicUrl, startedShape.parse(result).execution_id);
}

/** The reply to a request for a sync. */
export function answerStarted(request: FastifyRequest, { executionId, promoted }: RequestedExecution) {
  const language = languageAsked(request);
  return {
    // The jobs that carry an execution have the id of the execution in their name.
    task_id: executionId,
    execution_id: executionId,
    promoted,
    detail: TEXTS[promoted ? 'promoted' : 'started'][language],
  };
}
