import { type Database, queryRows } from '../database.ts';

/** When an event starts and ends, as far as that is known. */
export interface EventHours {
  readonly startsAtUtc: Date | null;
  readonly endsAtUtc: Date | null;
}

export async function findEventHours(db: Database, eventId: string): Promise<EventHours> {
  const [row] = await queryRows<EventHours>(
    db,
    'select starts_at as "startsAtUtc", ends_at as "endsAtUtc" from events where id = $1',
    [eventId],
  );
  return row ?? { startsAtUtc: null, endsAtUtc: null };
}
