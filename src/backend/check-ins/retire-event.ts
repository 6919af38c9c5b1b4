import { AppError } from '../../kernel/errors.ts';
import { type Database, inTransaction, queryRows } from '../database.ts';
import { lockEventAndGate } from './gate-lock.ts';

/**
 * Removes an event that no configuration syncs any more, with its orders and tickets. These no longer count,
 * and the tickets do not open the gate. If the product is configured again for the same organizer, the event
 * comes back. Removing it twice has no further effect.
 *
 * @throws missing `event.none`; conflict `event.synced`, `event.settled`
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
    // Without its orders, the next statement would claim back everything that was stated.
    const [account] = await queryRows<{ settled: boolean }>(
      tx,
      `select exists (select from settlement_statements where event_id = $1)
         or exists (select from payouts where event_id = $1) as settled`,
      [eventId],
    );
    if (account?.settled === true) {
      throw new AppError({
        code: 'event.settled',
        message: 'This event has closed statements or payouts, so it cannot be taken out.',
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
