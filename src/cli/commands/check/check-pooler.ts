import { isBehindPooler } from '../../../backend/connection/lent-session.ts';
import { whereabouts } from '../../../backend/connection/postgres-errors.ts';
import { type Database, inTransaction, placeOf } from '../../../backend/database.ts';
import { noticesArrive } from '../../../backend/work-notice.ts';
import { BACKEND_SENTENCES } from '../../../kernel/sentences/backend-sentences.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import type { Looks } from './looks.ts';

/** What stands before PostgreSQL, whether a transaction keeps one session, and where notices are heard. */
export async function checkPooler(db: Database, { look }: Looks): Promise<void> {
  await look('pooler', async () => {
    const lent = await isBehindPooler(db);
    // As each page of a sync does: of several statements, with a table that goes with them.
    await inTransaction(db, async (tx) => {
      await tx.query('create temporary table check_pooler (n int) on commit drop');
      await tx.query('insert into check_pooler values (1)');
    });
    const before = lent
      ? 'one lends us sessions of PostgreSQL, and keeps a transaction in one of them'
      : 'none, PostgreSQL itself answers';
    if (db.direct === db) return before;
    if (await noticesArrive(db)) return `${before}; notices arrive over DATABASE_DIRECT_URL`;
    throw errorOf(BACKEND_SENTENCES.directUrl, whereabouts(placeOf(db.direct)));
  });
}
