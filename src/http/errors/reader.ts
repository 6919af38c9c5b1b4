import type { FastifyRequest } from 'fastify';
import type { Language, Role } from '../../vocabulary/people.ts';
import { languageAsked } from './language.ts';

/** The person who reads what went wrong. */
export interface Reader {
  readonly language: Language;
  /** false: hosts, users and databases of servers are masked; viewers do not know where a store is. */
  readonly seesPlaces: boolean;
}

/** In the language that the request names, else in the one of its headers. */
export function readerOf(
  request: Pick<FastifyRequest, 'headers'>,
  { role }: { readonly role: Role },
  language: Language = languageAsked(request),
): Reader {
  return { language, seesPlaces: role !== 'viewer' };
}
