import type { FastifyRequest } from 'fastify';
import type { Language, Role } from '../../vocabulary/people.ts';
import { languageAsked } from './language.ts';

/** The person who reads the error. */
export interface Reader {
  readonly language: Language;
  /**
   * If false, hosts, users and databases of servers are masked, because viewers may not know where a store is.
   */
  readonly seesPlaces: boolean;
}

/** The language that the request names, otherwise the one in its headers. */
export function readerOf(
  request: Pick<FastifyRequest, 'headers'>,
  { role }: { readonly role: Role },
  language: Language = languageAsked(request),
): Reader {
  return { language, seesPlaces: role !== 'viewer' };
}
