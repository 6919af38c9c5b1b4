import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../contract/problem.ts';
import { type AppError, ERROR_KINDS, toAppError } from '../kernel/errors.ts';

const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** Answers any error as a problem; what is a defect or an outage is logged with its details, which stay here. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refused = refusalOf(error);
  if (refused !== null) return send(reply, refused);
  const known = toAppError(error);
  const problem = toProblem(known);
  if (problem.status >= 500) {
    request.log.error({ err: known, code: known.code, details: known.details }, 'request failed');
  }
  return send(reply, problem);
}

export function replyNoSuchPath(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(reply, problemOf(404, 'http.no-such-path', 'There is nothing at this address.'));
}

export function toProblem(error: AppError, status = ERROR_KINDS[error.kind].httpStatus ?? 500): Problem {
  return problemOf(status, error.code, error.message);
}

/** Fastify's own refusals (a body that is no JSON, too large …) come with a status; their texts are its own. */
function refusalOf(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const status = error.statusCode;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  return problemOf(status, 'http.refused', error.message);
}

function problemOf(status: number, code: string, detail: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    error: detail,
  };
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type(MEDIA_TYPE).send(JSON.stringify(problem));
}
