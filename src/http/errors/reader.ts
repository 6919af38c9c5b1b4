import type { FastifyRequest } from 'fastify';
import type { Language } from '../../vocabulary/people.ts';
import type { Actor } from '../auth/actor.ts';
import { languageAsked } from './language.ts';

/** Whoever reads what went wrong. */
export interface Reader {
  readonly language: Language;
  /** false: hosts, users and databases of servers are masked; viewers do not know where a store is. */
  readonly seesPlaces: boolean;
}

/** In the language that the request names, else in the one of its headers. */
export function readerOf(
  request: Pick<FastifyRequest, 'headers'>,
  { role }: Pick<Actor, 'role'>,
  language: Language = languageAsked(request),
): Reader {
  return { language, seesPlaces: role !== 'viewer' };
}
