import { queryRows, type Transaction } from '../database.ts';

export interface Settled {
  readonly sessions: number;
  readonly messages: number;
}

/**
 * Makes a restored backend one that goes on from now. What ran keeps its lease, which lapses: a worker takes it over as
 * it does after a crash.
 */
export async function settleRestored(tx: Transaction): Promise<Settled> {
  // Jobs and locks in Redis that belong to the time after the backup, or to an original that still runs, are not ours.
  await tx.query('update installation set id = gen_random_uuid(), updated_at = now()');
  await tx.query('delete from service_processes');
  // A sign-in that was ended since would be open again.
  const sessions = await queryRows(tx, 'delete from user_sessions returning id');
  await tx.query('delete from password_resets');
  // What waited went out after the backup was made; a message twice is a false alarm.
  const messages = await queryRows(
    tx,
    `update alert_messages set given_up_at = now(), updated_at = now()
     where sent_at is null and given_up_at is null returning id`,
  );
  await tx.query(
    `update account_mails set given_up_at = now(), updated_at = now()
     where sent_at is null and given_up_at is null`,
  );
  // The process that was to answer these requests is gone.
  await tx.query('delete from idempotency_keys where status is null');
  return { sessions: sessions.length, messages: messages.length };
}
