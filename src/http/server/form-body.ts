import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ERROR_CATALOGUE } from '../../kernel/error-catalogue.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import type { FormPair } from '../endpoints/form-values.ts';
import { requireModest } from './json-body.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Reads a form as the body of the operation. */
    readonly readForm?: (pairs: readonly FormPair[]) => unknown;
  }
}

/** The maximum number of fields, more than any body has. */
const MOST_PAIRS = 1_000;

/**
 * Parses forms for programs that send a token. With a session a form is refused: a page of any site can make a browser
 * send one together with the cookies, without asking the server first.
 */
export function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser<Buffer>(
    /^application\/x-www-form-urlencoded(?:\s*;|$)/,
    { parseAs: 'buffer' },
    (request, body, done) => {
      try {
        done(null, readBody(request, body));
      } catch (thrown) {
        done(thrown as Error);
      }
    },
  );
}

/** @throws invalid `http.unsupported-media-type`, `http.invalid-request` */
function readBody(request: FastifyRequest, body: Buffer): unknown {
  // A path without an operation has no sender.
  const actor = request.actor as FastifyRequest['actor'] | undefined;
  const { readForm } = request.routeOptions.config;
  if (actor?.kind !== 'token' || readForm === undefined) {
    const code = 'http.unsupported-media-type';
    throw new AppError({ code, message: ERROR_CATALOGUE[code].en });
  }
  if (body.length === 0) return undefined;
  return readForm(pairsOf(body));
}

function pairsOf(body: Buffer): readonly FormPair[] {
  try {
    const parts = new TextDecoder('utf-8', { fatal: true }).decode(body).split('&');
    if (parts.length > MOST_PAIRS) throw new RangeError('too many fields');
    return parts
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        const pair = at === -1 ? ([part, ''] as const) : ([part.slice(0, at), part.slice(at + 1)] as const);
        const [name, text] = [decoded(pair[0]), decoded(pair[1])];
        if (/^[{[]/.test(text)) requireModest(text);
        return [name, text];
      });
  } catch (cause) {
    if (!(cause instanceof URIError || cause instanceof TypeError || cause instanceof RangeError))
      throw cause;
    throw invalidField('non_field_errors', 'form');
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
