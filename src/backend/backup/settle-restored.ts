import { queryRows, type Transaction } from '../database.ts';

export interface Settled {
  readonly sessions: number;
  readonly messages: number;
}

/**
 * Prepares a restored backend for use. Executions that were running keep their lease, which lapses, so a worker
 * takes them over as after a crash.
 */
export async function settleRestored(tx: Transaction): Promise<Settled> {
  // Redis may contain jobs and locks from after the backup, or of an original that still runs. With a new id, the
  // restored backend ignores them.
  await tx.query('update installation set id = gen_random_uuid(), updated_at = now()');
  await tx.query('delete from service_processes');
  // A session that ended after the backup would otherwise be valid again.
  const sessions = await queryRows(tx, 'delete from user_sessions returning id');
  await tx.query('delete from password_resets');
  // The waiting messages were sent after the backup was made. Sending them again would be a false alarm.
  const messages = await queryRows(
    tx,
    `update alert_messages set given_up_at = now(), updated_at = now()
     where sent_at is null and given_up_at is null returning id`,
  );
  await tx.query(
    `update account_mails set given_up_at = now(), updated_at = now()
     where sent_at is null and given_up_at is null`,
  );
  // A copy of the original must not send its changes to other systems. A person switches each endpoint on again.
  await tx.query(
    `update outbound_endpoints set state = 'paused', state_changed_at = now(), updated_at = now() where state = 'active'`,
  );
  // The process that was handling these requests no longer exists.
  await tx.query('delete from idempotency_keys where status is null');
  return { sessions: sessions.length, messages: messages.length };
}
