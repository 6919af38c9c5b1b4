import { type Double, listDoubles } from '../../../backend/configurations/double-list.ts';
import type { Queryable } from '../../../backend/database.ts';

const REMEDY = 'see docs/operations/doubles.md';

/** What is kept twice, a sentence each: what it is, what that means, and what to do. */
export async function describeDoubles(db: Queryable): Promise<readonly string[]> {
  return (await listDoubles(db)).map((double) => {
    const both = `${named(double)} keeps the same product as ${named(double.of)}`;
    return double.sameOrganizer
      ? `${both}, for one organizer: its orders and money count twice; delete one, ${REMEDY}`
      : `${both}, for another organizer: each ticket is let in once; if that is not intended, ${REMEDY}`;
  });
}

function named({ kind, id, eventName, organizerEmail }: Double['of']): string {
  return `${kind} ${id} (“${eventName}”, ${organizerEmail})`;
}
