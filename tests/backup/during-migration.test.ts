import { expect, test } from 'vitest';
import { backUpTables } from '../../src/backend/backup/back-up-tables.ts';
import { EntryReader } from '../../src/backend/backup/entries.ts';
import { inTransaction, queryRows } from '../../src/backend/database.ts';
import { freshBackend } from '../pipe/sync-store.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { SECRET_KEY } from './backup-world.ts';

test('a backup that waited for a migration has the tables that the migration left', async () => {
  const backend = await freshBackend();
  const { db } = backend;
  const columns: string[] = [];
  const write = async (source: AsyncIterable<Buffer>): Promise<void> => {
    const entries = new EntryReader(source, 'none');
    for (let entry = await entries.next(); entry.kind !== 'end'; entry = await entries.next()) {
      if (entry.kind === 'table' && entry.name === 'users') columns.push(...entry.columns);
      for await (const _ of entries.data());
    }
  };
  const maker = { program: '0', secretKey: SECRET_KEY };
  const { signal } = new AbortController();
  const waits = `select from pg_locks where not granted
    and database = (select oid from pg_database where datname = current_database())`;
  let made: ReturnType<typeof backUpTables> | undefined;
  await inTransaction(db, async (tx) => {
    await tx.query('alter table users add column added_meanwhile text');
    made = backUpTables(db, { maker, place: 'here', write, onProgress: () => undefined, signal });
    await waitFor(
      async () => await queryRows(db, waits),
      (found) => found.length > 0,
      30_000,
    );
  });
  await made;
  expect(columns).toContain('added_meanwhile');
  await backend.close();
});
