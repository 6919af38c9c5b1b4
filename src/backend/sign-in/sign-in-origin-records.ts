import { type Queryable, queryRows } from '../database.ts';

/** How long an origin stays known after the last sign-in from it. */
const KNOWN_DAYS = 180;
/**
 * The maximum number of origins for a user. Programs that sign in without keeping cookies look like a new
 * browser each time.
 */
const MOST_PER_USER = 100;

/**
 * Those of these origins from which the user has signed in. If the user is null, it does the same work, so that
 * both cases take the same time.
 */
export async function findKnownOrigins(
  db: Queryable,
  userId: string | null,
  origins: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await queryRows<{ origin: string }>(
    db,
    `select origin from sign_in_origins
     where user_id = $1 and origin = any($2)
       and last_login_at > $3::timestamptz - make_interval(days => ${KNOWN_DAYS})`,
    [userId, origins, now],
  );
  return new Set(rows.map(({ origin }) => origin));
}

/** Whether anybody has signed in from this origin. */
export async function isKnownOrigin(db: Queryable, origin: string, now: Date): Promise<boolean> {
  const rows = await queryRows(
    db,
    `select from sign_in_origins
     where origin = $1 and last_login_at > $2::timestamptz - make_interval(days => ${KNOWN_DAYS}) limit 1`,
    [origin, now],
  );
  return rows.length > 0;
}

/** Records that the user signed in from these origins. Only the newest ones are kept. */
export async function noteKnownOrigins(
  db: Queryable,
  userId: string,
  origins: readonly string[],
  now: Date,
): Promise<void> {
  await queryRows(
    db,
    `insert into sign_in_origins (user_id, origin, last_login_at)
     select $1, origin, $3 from unnest($2::text[]) as origin
     on conflict (user_id, origin) do update set last_login_at = excluded.last_login_at, updated_at = now()`,
    [userId, origins, now],
  );
  await queryRows(
    db,
    `delete from sign_in_origins where user_id = $1 and origin in (
       select origin from sign_in_origins where user_id = $1
       order by last_login_at desc, origin offset ${MOST_PER_USER})`,
    [userId],
  );
}
