import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WishedExecution } from '../backend/records/execution-records.ts';
import { executionUrl } from './execution-links.ts';
import { languageAsked } from './language.ts';

const TEXTS = {
  started: { en: 'Sync requested.', es: 'Sincronización solicitada.' },
  promoted: {
    en: 'It was waiting already: now it goes first.',
    es: 'Ya estaba en espera: ahora va primero.',
  },
} as const;

/** What is answered to whoever asks for a sync: where to look on. */
export function answerStarted(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | null,
  { executionId, promoted }: WishedExecution,
) {
  reply.header('location', executionUrl(request, publicUrl, executionId));
  const language = languageAsked(request);
  return {
    // The jobs that carry an execution are named after it.
    task_id: executionId,
    execution_id: executionId,
    promoted,
    detail: TEXTS[promoted ? 'promoted' : 'started'][language],
  };
}
