import { readdir, readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { listCredentials } from '../../src/backend/credentials/credentials-records.ts';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { emptyBackendDatabase } from '../servers/databases.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
const FOLDER = new URL('../../src/backend/migrations/', import.meta.url);
const FIRST_AFTER_0_1 = '0014';

it('sets of version 0.1 may continue without a server key after the upgrade, and new sets may not', async () => {
  const database = await emptyBackendDatabase();
  const db = openDatabase({ connectionString: database.url }, log);
  try {
    await db.query(
      'create table schema_migrations (name text primary key, applied_at timestamptz default now())',
    );
    for (const name of (await readdir(FOLDER)).filter((file) => file < FIRST_AFTER_0_1).sort()) {
      await db.query(await readFile(new URL(name, FOLDER), 'utf8'));
      await db.query('insert into schema_migrations (name) values ($1)', [name]);
    }
    const add = async (name: string, origin: string) =>
      await db.query(
        `insert into sync_credentials (id, name, origin, transport, host, port, username, database_name)
         values ($1, $2, $3, 'direct', 'db.example.com', 3306, 'reader', 'wordpress')`,
        [newId(), name, origin],
      );
    await add('a saved one', 'saved');
    await add('environment', 'environment');
    await add('named on a command line', 'command_line');
    await migrate(db, log);
    await add('new', 'saved');
    const sets = await listCredentials(db);
    expect(Object.fromEntries(sets.map((set) => [set.name, set.maySignInUnverified]))).toEqual({
      'a saved one': true,
      environment: true,
      'named on a command line': false,
      new: false,
    });
    expect(sets.map((set) => [set.mysqlServerKey, set.unverifiedAuthSinceUtc])).toEqual(
      sets.map(() => [null, null]),
    );
  } finally {
    await db.end();
    await database.drop();
  }
});
