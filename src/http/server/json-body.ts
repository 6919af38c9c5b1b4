import type { FastifyInstance } from 'fastify';
import { AppError } from '../../kernel/errors.ts';

/** The maximum depth. No client sends a deeper body, and the limit protects code that walks through one. */
const MAX_DEPTH = 32;
/** The maximum number of values. The largest valid body has about a thousand. */
const MAX_MEMBERS = 5_000;

/**
 * Parses bodies in JSON, which must be UTF-8. An empty body counts as none. What no other parser reads is refused with
 * 415.
 */
export function acceptJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(
    /^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/,
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, parseJson(body));
      } catch (thrown) {
        done(thrown as Error);
      }
    },
  );
}

/** @throws invalid `http.malformed-json` */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    requireModest(text);
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError({
      code: 'http.malformed-json',
      message:
        'JSON parse error: the body is not JSON in UTF-8, is nested too deeply or has too many members.',
      cause,
    });
  }
}

/**
 * Counts brackets and commas outside of texts, and stops as soon as there are too many.
 *
 * @throws RangeError
 */
export function requireModest(text: string): void {
  let depth = 0;
  let members = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quoted) {
      if (sign === BACKSLASH) at += 1;
      else if (sign === QUOTE) quoted = false;
    } else if (sign === QUOTE) quoted = true;
    else if (sign === BRACKET || sign === BRACE) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new RangeError('too deep');
    } else if (sign === BRACKET + 2 || sign === BRACE + 2) depth -= 1;
    else if (sign === COMMA) {
      members += 1;
      if (members > MAX_MEMBERS) throw new RangeError('too many members');
    }
  }
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
