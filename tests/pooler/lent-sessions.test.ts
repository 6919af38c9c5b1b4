import { expect, test } from 'vitest';
import { type Database, inTransaction, openDatabase, queryRows } from '../../src/backend/database.ts';
import { noticesArrive } from '../../src/backend/work-notice.ts';
import { freshBackendDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { expectNothingLeft, inEachSession } from './left-behind.ts';
import { usePooler } from './use-pooler.ts';

const { before, pooledBackend } = usePooler();

/** The settings that count in a transaction, the same in every session. */
const RULES = `select current_setting('timezone') as timezone, current_setting('statement_timeout') as statement,
  current_setting('lock_timeout') as lock, current_setting('random_page_cost') as page, current_setting('jit') as jit,
  current_setting('idle_in_transaction_session_timeout') as idle`;

test.each(['pooled', 'direct'])('settings that others leave to a %s session do not count', async (way) => {
  const database = way === 'pooled' ? await pooledBackend() : await freshBackendDatabase();
  const db: Database = openDatabase({ connectionString: database.url }, testLog, 1);
  try {
    const others = `set timezone = 'Asia/Tokyo'; set statement_timeout = 5000; set lock_timeout = 3; set jit = on;
      set random_page_cost = 9; set idle_in_transaction_session_timeout = 4000`;
    await inEachSession(database.url, async (client) => await client.query(`${others}; commit`));
    await db.query(others);
    const ours = { timezone: 'UTC', statement: '75s', lock: '0', page: '1.1', jit: 'off', idle: '1min' };
    expect(await queryRows(db, RULES)).toEqual([ours]);
    expect(await inTransaction(db, async (tx) => await queryRows(tx, RULES))).toEqual([ours]);
    // Our changes do not stay either: the session is as its owner left it.
    expect((await db.query(RULES)).rows).toEqual([
      expect.objectContaining({ statement: '5s', lock: '3ms', page: '9', jit: 'on', idle: '4s' }),
    ]);
  } finally {
    await db.end();
    await database.drop();
  }
});

test('no process listens on a pooled session, and notices arrive over the connection without a pooler', async () => {
  const fresh = await freshBackendDatabase();
  const database = before(fresh);
  const lent = openDatabase({ connectionString: database.url }, testLog, 2);
  const past = openDatabase({ connectionString: database.url, directUrl: fresh.url }, testLog, 2);
  try {
    expect(await noticesArrive(lent)).toBe(false);
    expect(await noticesArrive(past)).toBe(true);
    await expectNothingLeft(database.url);
  } finally {
    await Promise.all([lent.end(), past.end(), past.direct.end()]);
    await database.drop();
  }
});

test('a statement that fails leaves its connection fit for the next one', async () => {
  const database = await pooledBackend();
  const db = openDatabase({ connectionString: database.url }, testLog, 1);
  try {
    await expect(queryRows(db, 'select 1 / $1::int', [0])).rejects.toMatchObject({ kind: 'bug' });
    await expect(
      queryRows(
        db,
        `insert into organizers (id, name, slug, contact_email) values ($1, 'a', 'a', 'a@example.com')`,
        ['no id'],
      ),
    ).rejects.toMatchObject({ kind: 'bug' });
    expect(await queryRows(db, 'select count(*)::int as n from organizers')).toEqual([{ n: 0 }]);
    expect(db.totalCount).toBe(1);
  } finally {
    await db.end();
    await database.drop();
  }
});

test('a transaction still chooses its isolation level', async () => {
  const database = await pooledBackend();
  const db = openDatabase({ connectionString: database.url }, testLog, 1);
  try {
    const level = await inTransaction(db, async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only');
      return await queryRows(tx, "select current_setting('transaction_isolation') as level");
    });
    expect(level).toEqual([{ level: 'repeatable read' }]);
  } finally {
    await db.end();
    await database.drop();
  }
});
