import { AppError } from '../../kernel/errors.ts';
import { lockEventAndGate } from '../check-ins/gate-lock.ts';
import { takeBackLocal } from '../check-ins/local-gate.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { jsonbText } from '../tables/column-text.ts';
import { type EditedTable, typeOfField } from '../tables/edited-tables.ts';
import { type ConflictRow, findConflict } from './conflict-list.ts';

/** The decision about a conflict, and the user who made it; null for somebody at the command line. */
export type Settlement = { readonly by: string | null; readonly now: Date } & (
  | { readonly as: 'ours' | 'theirs' }
  | { readonly as: 'acknowledged'; readonly note: string }
);

/**
 * Settles a conflict with one of the decisions that it offers. The store's value becomes the new base of the
 * row, so that the kept value is not listed again until the store changes. Taking theirs writes the store's
 * value; for a ticket that was checked in, it undoes the local check-in. Acknowledging changes nothing but the
 * conflict itself. The same decision twice writes once.
 *
 * Keeping ours for a ticket that was checked in acknowledges the conflict without a note, as clients of version
 * 0.1 expect.
 *
 * @throws missing `conflict.none`; conflict `conflict.settled`, `conflict.not-offered`
 */
export async function settleConflict(db: Database, id: string, settlement: Settlement): Promise<void> {
  const { by, now } = settlement;
  await inTransaction(db, async (tx) => {
    const conflict = await lockConflict(tx, id);
    const note = settlement.as === 'acknowledged' ? settlement.note : null;
    if (conflict.settled_as === settlement.as && conflict.note === note) return;
    if (conflict.settled_as !== null) throw settledOtherwise();
    requireOffered(conflict, settlement.as);
    if (settlement.as === 'theirs') await takeTheirs(tx, conflict, settlement);
    await tx.query(
      `update conflicts set settled_at = $2, settled_as = $3, settled_by = $4, note = $5, ours = $6, updated_at = now()
       where id = $1`,
      [id, now, settlement.as, by, note, jsonbText(conflict.ours)],
    );
  });
}

/** Locks in the same order as a page of a sync: the event, then the row and the conflict. */
async function lockConflict(tx: Transaction, id: string): Promise<ConflictRow> {
  const [place] = await queryRows<{ eventId: string | null; table: EditedTable; rowId: string }>(
    tx,
    `select coalesce(t.event_id, r.event_id, e.id) as "eventId", k.table_name as "table", k.row_id as "rowId"
     from conflicts k
       left join tickets t on t.id = k.row_id left join ticket_tiers r on r.id = k.row_id
       left join events e on e.id = k.row_id
     where k.id = $1`,
    [id],
  );
  if (place === undefined || place.eventId === null) throw noConflict();
  await lockEventAndGate(tx, place.eventId);
  // The conflict keeps the value that this overwrites. Without this check, an edit in between would be lost.
  await tx.query(`select from ${place.table} where id = $1 for no key update`, [place.rowId]);
  await tx.query('select from conflicts where id = $1 for update', [id]);
  const conflict = await findConflict(tx, id);
  if (conflict === null) throw noConflict();
  return conflict;
}

function requireOffered({ kind, decisions }: ConflictRow, as: Settlement['as']): void {
  const asked = ({ ours: 'keep-ours', theirs: 'take-theirs', acknowledged: 'acknowledge' } as const)[as];
  if (decisions.includes(asked) || (kind === 'admitted' && as === 'ours')) return;
  throw new AppError({
    code: 'conflict.not-offered',
    message:
      'This decision would change nothing. The field "decisions" of the conflict lists those that it offers.',
    details: { decisions },
  });
}

async function takeTheirs(
  tx: Transaction,
  { kind, table, row_id, field }: ConflictRow,
  { by, now }: Settlement,
): Promise<void> {
  if (kind === 'admitted') {
    await takeBackLocal(tx, { ticketId: row_id, madeBy: by, now });
    return;
  }
  const type = typeOfField(table, field);
  if (type === null) throw noConflict();
  const synced = type === 'jsonb' ? `store_values -> '${field}'` : `store_values ->> '${field}'`;
  const sqlType = type === 'money' ? 'numeric' : type;
  await tx.query(`update ${table} set ${field} = (${synced})::${sqlType}, updated_at = now() where id = $1`, [
    row_id,
  ]);
}

function noConflict(): AppError {
  return new AppError({ code: 'conflict.none', message: 'There is no such conflict.' });
}

function settledOtherwise(): AppError {
  return new AppError({
    code: 'conflict.settled',
    message: 'This conflict was settled the other way already.',
  });
}
