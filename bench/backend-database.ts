import pg from 'pg';
import type { EmbeddedPostgres } from '../src/backend/bundled/bundled-server.ts';

/** Address of a database of the kept server. */
export function backendUrl(backend: EmbeddedPostgres, database: string): string {
  return backend.url.replace('/taquilla?', `/${database}?`);
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
