import { afterAll, beforeAll, expect, it } from 'vitest';
import { blocksOf, pages, shellCommands } from '../house/read-docs.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => await backend.close());

/**
 * The queries that pages ask readers to send to PostgreSQL: `psql … -c "…"`, and SQL blocks in PostgreSQL's
 * dialect.
 */
const statements = pages()
  .filter((page) => page.startsWith('docs/'))
  .flatMap((page) => [
    ...blocksOf(page, 'sh')
      .flatMap(shellCommands)
      .filter(([program]) => program === 'psql')
      .map((words) => ({ page, sql: words[words.indexOf('-c') + 1] ?? '' })),
    ...blocksOf(page, 'sql')
      // queries for a store are in MySQL's dialect
      .filter((block) => !/wp_|CREATE USER/.test(block))
      .flatMap((block) => block.split(/;\s*$/m).map((sql) => ({ page, sql: sql.trim() })))
      .filter(({ sql }) => sql !== ''),
  ]);

it('the backend accepts every statement in the documentation', async () => {
  expect(statements.length).toBeGreaterThan(11);
  const client = await backend.db.connect();
  try {
    // Objects that one statement creates and later ones use. A role would exist in every database of the server,
    // where another user already has that name.
    for (const page of new Set(statements.map((one) => one.page))) {
      await client.query('begin');
      for (const { sql } of statements.filter((one) => one.page === page)) {
        const said = await client.query(sql.replace(/\b(role|authorization) taquilla\b/, '$1 somebody')).then(
          () => null,
          (error: Error) => error.message,
        );
        expect([page, sql, said]).toEqual([page, sql, null]);
      }
      await client.query('rollback');
    }
  } finally {
    client.release();
  }
});
