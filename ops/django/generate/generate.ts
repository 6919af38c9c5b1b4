import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/backend/bundled/bundled-server.ts';
import { openDatabase } from '../../../src/backend/database.ts';
import { migrate } from '../../../src/backend/migrate/migrate.ts';
import { createLog } from '../../../src/kernel/log/log.ts';
import { appFiles } from './app-files.ts';

/** Migrates a PostgreSQL of its own and writes what follows from its schema into ops/django. */
const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-django-app-'));
const log = createLog('warn', process.stderr);
try {
  const server = await startEmbeddedPostgres({ dataDir, log, signal: new AbortController().signal });
  const db = openDatabase({ connectionString: server.url }, log, 1);
  try {
    await migrate(db, log);
    for (const [path, text] of Object.entries(await appFiles(db))) {
      await writeFile(new URL(`../${path}`, import.meta.url), text);
    }
  } finally {
    await db.end();
    await server.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
