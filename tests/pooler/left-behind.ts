import pg from 'pg';
import { expect } from 'vitest';

/** The state that a transaction finds in a clean session. */
const NOTHING = {
  settings: [],
  timezone: 'UTC',
  isolation: 'read committed',
  readOnly: 'off',
  channels: [],
  tables: [],
  statements: [],
  locks: 0,
};
/** Poolers run the first two in each session before they lend it; the others start each transaction. */
const OTHERS = ['application_name', 'client_encoding', 'transaction_isolation', 'transaction_read_only'];

/** Three simultaneous transactions of as many clients: through the pooler they use all of its sessions. */
export async function inEachSession<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T[]> {
  const clients = [1, 2, 3].map(() => new pg.Client({ connectionString: url }));
  try {
    for (const client of clients) {
      client.on('error', () => undefined);
      await client.connect();
      await client.query('begin');
    }
    const done: T[] = [];
    for (const client of clients) done.push(await work(client));
    return done;
  } finally {
    for (const client of clients) await client.end();
  }
}

/** Another program of the same pool finds none of our settings, tables, locks or statements in any session. */
export async function expectNothingLeft(url: string): Promise<void> {
  const pids = new Set<number>();
  await inEachSession(url, async (client) => {
    const { rows } = await client.query(
      `select pg_backend_pid() as pid,
         array(select name from pg_settings where source = 'session' and name <> all($1)) as settings,
         current_setting('timezone') as timezone,
         current_setting('transaction_isolation') as isolation,
         current_setting('transaction_read_only') as "readOnly",
         array(select pg_listening_channels()) as channels,
         array(select relname::text from pg_class where relnamespace = pg_my_temp_schema()) as tables,
         array(select name from pg_prepared_statements) as statements,
         (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`,
      [OTHERS],
    );
    const { pid, ...left } = rows[0];
    pids.add(pid);
    expect(left).toEqual(NOTHING);
  });
  expect(pids.size).toBe(3);
}
