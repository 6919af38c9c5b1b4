import { queryRows, type Transaction } from '../database.ts';

export interface Settled {
  readonly sessions: number;
  readonly messages: number;
}

/**
 * Makes a restored backend ready to go on from now. Running executions keep their lease, which lapses: a
 * worker takes them over as after a crash.
 */
export async function settleRestored(tx: Transaction): Promise<Settled> {
  // Jobs and locks in Redis may belong to the time after the backup, or to an original that still runs; the
  // restored backend does not use them.
  await tx.query('update installation set id = gen_random_uuid(), updated_at = now()');
  await tx.query('delete from service_processes');
  // A session that has ended since would be valid again.
  const sessions = await queryRows(tx, 'delete from user_sessions returning id');
  await tx.query('delete from password_resets');
  // Waiting messages were sent after the backup was made; sending them again would be a false alarm.
  const messages = await queryRows(
    tx,
    `update alert_messages set given_up_at = now(), updated_at = now()
     where sent_at is null and given_up_at is null returning id`,
  );
  await tx.query(
    `update account_mails set given_up_at = now(), updated_at = now()
     where sent_at is null and given_up_at is null`,
  );
  // The process that was answering these requests is gone.
  await tx.query('delete from idempotency_keys where status is null');
  return { sessions: sessions.length, messages: messages.length };
}
