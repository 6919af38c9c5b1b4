import { digestOfToken } from '../../kernel/secrets/opaque-token.ts';
import { type Database, inTransaction, type Queryable, queryRows } from '../database.ts';

/**
 * The account whose password is tried, and the origin of the attempt. This module does not interpret either of
 * them.
 */
export interface AttemptSource {
  readonly account: string;
  readonly origin: string;
}

/** How many attempts are allowed within one window of time. */
export interface AttemptLimits {
  readonly windowSeconds: number;
  /** For one account from one origin. */
  readonly perPair: number;
  /** For one origin, over all accounts; null means no limit. */
  readonly perOrigin: number | null;
}

/** The attempts within the present window, which decide about the next one. */
export interface AttemptCounts {
  /**
   * When this account may be tried again from this origin: once an earlier attempt has left the window. Null
   * means now.
   */
  readonly pairBlockedBy: Date | null;
  readonly originBlockedBy: Date | null;
  /** Attempts for the account from any origin, counted up to 100. */
  readonly ofAccount: number;
  /** The time of the account's latest attempt, which is in the future if it waits for its turn. */
  readonly latestOfAccount: Date | null;
}

export type AttemptVerdict =
  | { readonly allowed: true; readonly startsAt: Date }
  | { readonly allowed: false; readonly retryAt: Date; readonly limitedBy: 'account' | 'address' };

export type ReservedAttempt = AttemptVerdict & { readonly id: number | null };

/**
 * Asks `decide` whether another attempt is allowed and, if so, records it. The attempt counts as failed until
 * it is withdrawn. Attempts for one account or one origin are decided one after the other, on any number of
 * connections, so that simultaneous ones cannot exceed a limit. A refused attempt is not recorded.
 */
export async function reserveAttempt(
  db: Database,
  source: AttemptSource,
  at: Date,
  limits: AttemptLimits,
  decide: (counts: AttemptCounts) => AttemptVerdict,
): Promise<ReservedAttempt> {
  // Most refusals are decided here, without a lock or a transaction.
  const first = decide(await countAttempts(db, source, at, limits));
  if (!first.allowed) return { ...first, id: null };
  return await inTransaction(db, async (tx) => {
    // Locks are always taken in the same order, so that two attempts never deadlock.
    for (const key of [source.account, source.origin].sort()) {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
    }
    const verdict = decide(await countAttempts(tx, source, at, limits));
    if (!verdict.allowed) return { ...verdict, id: null };
    const [row] = await queryRows<{ id: number }>(
      tx,
      'insert into login_attempts (subject, origin, attempted_at) values ($1, $2, $3) returning id',
      [source.account, source.origin, verdict.startsAt],
    );
    return { ...verdict, id: row?.id ?? null };
  });
}

async function countAttempts(
  db: Queryable,
  { account, origin }: AttemptSource,
  at: Date,
  { windowSeconds, perPair, perOrigin }: AttemptLimits,
): Promise<AttemptCounts> {
  const since = new Date(at.getTime() - windowSeconds * 1000);
  const [row] = await queryRows<AttemptCounts>(
    db,
    `select
       (select attempted_at from login_attempts where subject = $1 and origin = $2 and attempted_at > $3
        order by attempted_at desc offset $4::integer - 1 limit 1) as "pairBlockedBy",
       (select attempted_at from login_attempts
        where origin = $2 and attempted_at > $3 and $5::integer is not null
        order by attempted_at desc offset coalesce($5::integer, 1) - 1 limit 1) as "originBlockedBy",
       (select count(*)::integer from (select from login_attempts where subject = $1 and attempted_at > $3
        limit 100) as counted) as "ofAccount",
       (select max(attempted_at) from login_attempts where subject = $1 and attempted_at > $3)
         as "latestOfAccount"`,
    [account, origin, since, perPair, perOrigin],
  );
  if (row === undefined) throw new Error('a statement without a table answered with no row');
  return row;
}

/** Withdraws an attempt that was no guess, so that it does not count. */
export async function withdrawAttempt(db: Queryable, id: number): Promise<void> {
  await queryRows(db, 'delete from login_attempts where id = $1', [id]);
}

/** The right person signed in, so earlier failures for this account from the same origin no longer count. */
export async function forgetAttempts(db: Queryable, { account, origin }: AttemptSource): Promise<void> {
  await queryRows(db, 'delete from login_attempts where subject = $1 and origin = $2', [account, origin]);
}

/** The account has a new password, so failures with the old one no longer count, from any origin. */
export async function forgetAccount(db: Queryable, email: string): Promise<void> {
  await queryRows(db, 'delete from login_attempts where subject = $1', [accountKey(email)]);
}

/**
 * The key of an account in this table. It is a digest, because people sometimes type passwords into the address
 * field.
 */
export function accountKey(email: string): string {
  return `account:${digestOfToken(email.trim().toLowerCase()).toString('hex')}`;
}

const MOST_COUNTED = 10_000;

/** Failed attempts over all accounts since this time, counted up to 10,000. */
export async function countFailedSignIns(
  db: Queryable,
  since: Date,
): Promise<{ readonly attempts: number; readonly accounts: number }> {
  const [row] = await queryRows<{ attempts: number; accounts: number }>(
    db,
    `select count(*)::integer as attempts, count(distinct subject)::integer as accounts
     from (select subject from login_attempts where attempted_at > $1 limit ${MOST_COUNTED}) as recent`,
    [since],
  );
  return row ?? { attempts: 0, accounts: 0 };
}
