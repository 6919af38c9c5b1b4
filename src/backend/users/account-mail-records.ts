import { newId } from '../../kernel/ids.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { RESET_LINK_LIFE_MS } from './password-reset-records.ts';

export type AccountMailKind =
  | 'password_reset'
  | 'password_changed'
  | 'second_factor_on'
  | 'second_factor_off';

export interface AccountMail {
  readonly id: string;
  readonly kind: AccountMailKind;
  readonly email: string;
  /** The panel's address, without a trailing slash. Null if it is not set: then the e-mail has no link. */
  readonly publicUrl: string | null;
  /** The number of attempts, including this one. */
  readonly attempts: number;
  readonly requestedAt: Date;
}

const MAILS_PER_ACCOUNT = 3;
/**
 * The time window of the limit. It is as long as a link works, so a user who gets no more e-mails because of the limit
 * still has a link that works.
 */
const ACCOUNT_WINDOW_SECONDS = RESET_LINK_LIFE_MS / 1000;
const ADDRESS_WINDOW_SECONDS = 3600;
/** Many people may share one address. */
const MAILS_PER_ADDRESS = 30;
/** If a worker vanishes while it sends an e-mail, another one sends it after this time. */
const CLAIM_SECONDS = 60;

/** Queues an e-mail about an account. */
export async function putAccountMail(
  db: Queryable,
  mail: Pick<AccountMail, 'kind' | 'email' | 'publicUrl'>,
  now: Date,
  address: string | null = null,
): Promise<void> {
  await queryRows(
    db,
    `insert into account_mails (id, kind, email, address, public_url, requested_at, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [newId(), mail.kind, mail.email, address, mail.publicUrl, now],
  );
}

/**
 * Queues the e-mail with a link for a new password. It never checks whether an account has this address, so
 * that it does the same work for every address.
 *
 * @param given `address` is the client's network, as `networkOf` names it
 * @returns false if there were too many requests for this e-mail address or from this network address
 */
export async function requestResetMail(
  tx: Transaction,
  given: Pick<AccountMail, 'email' | 'publicUrl'> & { readonly address: string; readonly now: Date },
): Promise<boolean> {
  const { email, publicUrl, address, now } = given;
  const account = email.toLowerCase();
  // Simultaneous requests count each other. The locks are always taken in this order, so that they never
  // deadlock.
  await queryRows(tx, `select pg_advisory_xact_lock(hashtextextended('reset account ' || $1, 0))`, [account]);
  await queryRows(tx, `select pg_advisory_xact_lock(hashtextextended('reset address ' || $1, 0))`, [address]);
  const [asked] = await queryRows<{ account: number; address: number }>(
    tx,
    `select
       (select count(*) from account_mails where lower(email) = $1 and kind = 'password_reset'
         and requested_at > $3::timestamptz - make_interval(secs => $4::integer)) as account,
       (select count(*) from account_mails where address = $2
         and requested_at > $3::timestamptz - make_interval(secs => $5::integer)) as address`,
    [account, address, now, ACCOUNT_WINDOW_SECONDS, ADDRESS_WINDOW_SECONDS],
  );
  if ((asked?.account ?? 0) >= MAILS_PER_ACCOUNT) return false;
  if ((asked?.address ?? 0) >= MAILS_PER_ADDRESS) return false;
  await putAccountMail(tx, { kind: 'password_reset', email, publicUrl }, now, address);
  return true;
}

const UNSENT = 'sent_at is null and given_up_at is null and next_attempt_at <= $1';

export async function anyAccountMailDue(db: Queryable, now: Date): Promise<boolean> {
  const rows = await queryRows(db, `select from account_mails where ${UNSENT} limit 1`, [now]);
  return rows.length > 0;
}

/**
 * The oldest due e-mail. It is reserved for a minute, so that no other process sends it and no transaction
 * stays open.
 */
export async function claimAccountMail(db: Database, now: Date): Promise<AccountMail | null> {
  return await inTransaction(db, async (tx) => {
    const [row] = await queryRows<AccountMail>(
      tx,
      `update account_mails set attempts = attempts + 1,
         next_attempt_at = $1::timestamptz + make_interval(secs => ${CLAIM_SECONDS}), updated_at = now()
       where id = (select id from account_mails where ${UNSENT} order by requested_at, id limit 1
         for update skip locked)
       returning id, kind, email, public_url as "publicUrl", attempts, requested_at as "requestedAt"`,
      [now],
    );
    return row ?? null;
  });
}

export async function noteAccountMailSent(db: Queryable, id: string, now: Date): Promise<void> {
  await queryRows(
    db,
    'update account_mails set sent_at = $2, last_error = null, updated_at = now() where id = $1',
    [id, now],
  );
}

/** If `nextAttemptAt` is null, the message is given up. */
export async function noteAccountMailNotSent(
  db: Queryable,
  id: string,
  reason: string,
  nextAttemptAt: Date | null,
  now: Date,
): Promise<void> {
  await queryRows(
    db,
    `update account_mails set last_error = $2, next_attempt_at = coalesce($3, next_attempt_at),
       given_up_at = case when $3::timestamptz is null then $4::timestamptz end, updated_at = now()
     where id = $1`,
    [id, reason, nextAttemptAt, now],
  );
}

/** The mail server is unreachable, so all due e-mails wait. */
export async function holdAccountMailsBack(db: Queryable, nextAttemptAt: Date, now: Date): Promise<void> {
  await queryRows(db, `update account_mails set next_attempt_at = $2, updated_at = now() where ${UNSENT}`, [
    now,
    nextAttemptAt,
  ]);
}
