import { AppError } from '../../kernel/errors.ts';
import { type Database, inTransaction, queryRows } from '../database.ts';
import { lockEventAndGate } from './gate-lock.ts';

/**
 * Removes an event that no configuration syncs any more, with its orders and tickets. These no longer count,
 * and the tickets do not open the gate. If the product is configured again for the same organizer, the event
 * comes back. Removing it twice has no further effect.
 *
 * @throws missing `event.none`; conflict `event.synced`
 */
export async function retireEvent(db: Database, eventId: string, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockEventAndGate(tx, eventId);
    const [event] = await queryRows<{ synced: boolean }>(
      tx,
      'select configuration_id is not null as synced from events where id = $1 for update',
      [eventId],
    );
    if (event === undefined) {
      throw new AppError({ code: 'event.none', message: 'There is no such event.' });
    }
    if (event.synced) {
      throw new AppError({
        code: 'event.synced',
        message: 'A configuration still syncs this event: delete the configuration first.',
      });
    }
    for (const [table, column] of [
      ['orders', 'event_id'],
      ['tickets', 'event_id'],
      ['events', 'id'],
    ] as const) {
      await tx.query(
        `update ${table} set removed_at = $2, removed_reason = 'left_event', updated_at = now()
         where ${column} = $1 and removed_at is null`,
        [eventId, now],
      );
    }
  });
}
