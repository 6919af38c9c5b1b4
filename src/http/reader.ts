import type { FastifyRequest } from 'fastify';
import type { LogLineRow } from '../backend/records/execution-trace-records.ts';
import { withoutPlaces } from '../kernel/sentences/spanish-of.ts';
import type { Actor } from './access/actor.ts';
import { type Language, languageAsked } from './language.ts';

/** Whoever reads what went wrong. */
export interface Reader {
  readonly language: Language;
  /** false: hosts, users and databases of servers are masked; viewers do not know where a store is. */
  readonly seesPlaces: boolean;
}

export function readerOf(request: Pick<FastifyRequest, 'headers'>, { role }: Pick<Actor, 'role'>): Reader {
  return { language: languageAsked(request), seesPlaces: role !== 'viewer' };
}

/** A line of an execution's log as this reader is told it; only trouble names places. */
export function lineFor<T extends Pick<LogLineRow, 'level' | 'message'>>(
  row: T,
  { seesPlaces }: Pick<Reader, 'seesPlaces'>,
): T {
  return seesPlaces || row.level === 'info' ? row : { ...row, message: withoutPlaces(row.message) };
}
