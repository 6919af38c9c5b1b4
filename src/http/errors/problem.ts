import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sayFault } from '../../contract/field-faults.ts';
import { type Problem, RESERVED_FIELDS } from '../../contract/problem.ts';
import { ERROR_CATALOGUE, type ErrorCode, httpStatusOf } from '../../kernel/error-catalogue.ts';
import { AppError, toAppError } from '../../kernel/errors.ts';
import { type FieldFaults, faultsOf } from '../../kernel/field-faults.ts';
import type { Language } from '../../vocabulary/people.ts';
import { languageAsked } from './language.ts';
import { sentenceIn } from './spanish.ts';
import { varyBy } from './vary.ts';

const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** Answers any error as a problem. A defect or an outage is logged with its details, which are not sent. */
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
    code: 'http.no-such-path',
    message: 'There is nothing at this address.',
  });
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  varyBy(reply, 'Accept-Language');
  return reply
    .code(problem.status)
    .type(PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
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
    // Repeats each field at the place where Django REST framework has it. The members of the problem itself
    // take precedence.
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

/** Members that an error adds to its problem, such as the existing configuration or the earlier check-in. */
function membersOf({ details }: AppError): Readonly<Record<string, unknown>> {
  return (details['members'] ?? {}) as Readonly<Record<string, unknown>>;
}

export function statusOf(error: AppError): number {
  return httpStatusOf(error.code) ?? 500;
}

function sentencesOf(faults: FieldFaults, language: Language): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(faults).map(([field, rules]) => [field, rules.map((rule) => sayFault(rule, language))]),
  );
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'http.unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'http.too-large',
  FST_ERR_BAD_URL: 'http.malformed-url',
  FST_ERR_MAX_PARAM_LENGTH: 'http.malformed-url',
};

/** Converts any error to an AppError. Fastify's own errors have a status and texts of their own. */
export function refusalOf(error: unknown): AppError {
  if (error instanceof AppError || !(error instanceof Error) || !('statusCode' in error)) {
    return toAppError(error);
  }
  const status = error.statusCode;
  if (typeof status !== 'number' || status < 400 || status > 499) return toAppError(error);
  const code = ('code' in error ? REFUSALS[String(error.code)] : undefined) ?? 'http.refused';
  return new AppError({ code, message: ERROR_CATALOGUE[code].en, cause: error });
}
