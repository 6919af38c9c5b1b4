import pg from 'pg';
import type { EmbeddedPostgres } from '../src/backend/bundled/bundled-server.ts';

/** The address of a database on the kept server. */
export function backendUrl(backend: EmbeddedPostgres, database: string): string {
  return backend.url.replace('/taquilla?', `/${database}?`);
}

/** Creates the database unless it exists. Returns its address. */
export async function provideDatabase(backend: EmbeddedPostgres, database: string): Promise<string> {
  const known = await askBackend(backend, `select 1 from pg_database where datname = '${database}'`);
  if (known.length === 0) await askBackend(backend, `create database ${database}`);
  return backendUrl(backend, database);
}

export async function askBackend(
  backend: EmbeddedPostgres,
  ...statements: readonly string[]
): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: backend.url });
  await client.connect();
  try {
    let rows: readonly unknown[] = [];
    for (const sql of statements) ({ rows } = await client.query(sql));
    return rows;
  } finally {
    await client.end();
  }
}
