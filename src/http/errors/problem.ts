import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sayFault } from '../../contract/field-faults.ts';
import { type Problem, RESERVED_FIELDS } from '../../contract/problem.ts';
import { AppError, ERROR_KINDS, toAppError } from '../../kernel/errors.ts';
import { type FieldFaults, faultsOf } from '../../kernel/field-faults.ts';
import type { Language } from '../../vocabulary/people.ts';
import { languageAsked } from './language.ts';
import { sentenceIn } from './spanish.ts';

const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** For codes whose status differs from that of their kind. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'auth.not-signed-in': 401,
  'auth.bad-token': 401,
  'auth.wrong-login': 401,
  'auth.second-factor-needed': 401,
  'auth.wrong-code': 401,
  'auth.throttled': 429,
  'http.too-many-requests': 429,
  'http.too-many-streams': 429,
  'http.method-not-allowed': 405,
  'http.unsupported-media-type': 415,
  'http.too-large': 413,
  'http.headers-too-large': 431,
  'http.request-timeout': 408,
};

/** Answers any error as a problem; a defect or an outage is logged with its details, which are not sent. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = refusalOf(error);
  const status = statusOf(known);
  if (status >= 500) {
    request.log.error({ err: known, code: known.code, details: known.details }, 'request failed');
  }
  if (status === 401) reply.header('www-authenticate', 'Token');
  const retryAfterSeconds = known.details['retryAfterSeconds'];
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds));
  return sendProblem(reply, toProblem(known, request, status));
}

export function noSuchPath(): AppError {
  return new AppError({
    kind: 'missing',
    code: 'http.no-such-path',
    message: 'There is nothing at this address.',
  });
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .type(PROBLEM_MEDIA_TYPE)
    .headers({ vary: 'Accept-Language', 'cache-control': 'no-store' })
    .send(JSON.stringify(problem));
}

export function toProblem(error: AppError, request: FastifyRequest, status = statusOf(error)): Problem {
  return problemOf(error, { status, language: languageAsked(request), requestId: request.id });
}

export function problemOf(
  error: AppError,
  about: { readonly status: number; readonly language: Language; readonly requestId: string },
): Problem {
  const { status, language, requestId } = about;
  const detail = sentenceIn(language, error.code, error.brief, error.details);
  const errors = sentencesOf(faultsOf(error), language);
  const instance = error.details['instance'];
  return {
    // Each field repeated as in Django REST framework; the members of the problem itself take precedence.
    ...Object.fromEntries(Object.entries(errors).filter(([field]) => !RESERVED_FIELDS.has(field))),
    ...membersOf(error),
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: error.code,
    detail,
    error: detail,
    errors,
    instance: typeof instance === 'string' ? instance : null,
    request_id: requestId,
  };
}

/** Members that an error adds to its problem, such as the existing configuration or the earlier admission. */
function membersOf({ details }: AppError): Readonly<Record<string, unknown>> {
  return (details['members'] ?? {}) as Readonly<Record<string, unknown>>;
}

export function statusOf(error: AppError): number {
  return STATUS_BY_CODE[error.code] ?? ERROR_KINDS[error.kind].httpStatus ?? 500;
}

function sentencesOf(faults: FieldFaults, language: Language): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(faults).map(([field, rules]) => [field, rules.map((rule) => sayFault(rule, language))]),
  );
}

const REFUSALS: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'http.unsupported-media-type',
    message: 'This media type is not accepted: send application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'http.too-large', message: 'The body of the request is too large.' },
  FST_ERR_BAD_URL: { code: 'http.malformed-url', message: 'The address is malformed.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'http.malformed-url', message: 'The address is malformed.' },
};

/** Converts any error to an AppError. Fastify's own errors have a status and their own texts. */
export function refusalOf(error: unknown): AppError {
  if (error instanceof AppError || !(error instanceof Error) || !('statusCode' in error)) {
    return toAppError(error);
  }
  const status = error.statusCode;
  if (typeof status !== 'number' || status < 400 || status > 499) return toAppError(error);
  const known = 'code' in error ? REFUSALS[String(error.code)] : undefined;
  const refused = known ?? { code: 'http.refused', message: 'The request is malformed.' };
  return new AppError({ kind: 'invalid', ...refused, cause: error });
}
