import { AppError } from '../../kernel/errors.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { lockGate } from '../gate/gate-lock.ts';
import { takeBackLocal } from '../gate/local-gate.ts';
import { type EditedTable, typeOfField } from '../load/edited-tables.ts';

/** How a person settles a conflict, and who it is; null: somebody at the command line. */
export interface Settlement {
  readonly as: 'ours' | 'theirs';
  readonly by: string | null;
  readonly now: Date;
}

interface OpenConflict {
  readonly kind: 'edited' | 'admitted';
  readonly table: EditedTable;
  readonly rowId: string;
  readonly field: string;
  readonly settledAs: string | null;
}

/**
 * Settles a conflict as a person decides. The row's base is the store's present value since the conflict was
 * seen, so whatever is kept is not listed again until the store changes anew. Taking theirs writes the store's
 * value; of somebody who was let in it takes back what the local gate said. Saying the same twice writes once.
 *
 * @throws missing `conflict.none`; conflict `conflict.settled`
 */
export async function settleConflict(db: Database, id: string, settlement: Settlement): Promise<void> {
  await inTransaction(db, async (tx) => {
    const conflict = await lockConflict(tx, id);
    if (conflict.settledAs === settlement.as) return;
    if (conflict.settledAs !== null) throw settledOtherwise();
    if (settlement.as === 'theirs') await takeTheirs(tx, conflict, settlement);
    await tx.query(
      `update conflicts set settled_at = $2, settled_as = $3, settled_by = $4, updated_at = now() where id = $1`,
      [id, settlement.now, settlement.as, settlement.by],
    );
  });
}

/** The event's pages wait first and the conflict after them: in the order in which a page takes both. */
async function lockConflict(tx: Transaction, id: string): Promise<OpenConflict> {
  const [place] = await queryRows<{ eventId: string | null }>(
    tx,
    `select coalesce(t.event_id, r.event_id, e.id) as "eventId" from conflicts k
       left join tickets t on t.id = k.row_id left join ticket_tiers r on r.id = k.row_id
       left join events e on e.id = k.row_id
     where k.id = $1`,
    [id],
  );
  if (place === undefined || place.eventId === null) throw noConflict();
  await lockGate(tx, place.eventId, 'exclusive');
  const [conflict] = await queryRows<OpenConflict>(
    tx,
    `select kind, table_name as "table", row_id as "rowId", field, settled_as as "settledAs"
     from conflicts where id = $1 for update`,
    [id],
  );
  if (conflict === undefined) throw noConflict();
  return conflict;
}

async function takeTheirs(tx: Transaction, conflict: OpenConflict, settlement: Settlement): Promise<void> {
  const { kind, table, rowId, field } = conflict;
  if (kind === 'admitted') {
    await takeBackLocal(tx, { ticketId: rowId, madeBy: settlement.by, now: settlement.now });
    return;
  }
  const type = typeOfField(table, field);
  if (type === null) throw noConflict();
  const synced = type === 'jsonb' ? `store_values -> '${field}'` : `store_values ->> '${field}'`;
  const sqlType = type === 'money' ? 'numeric' : type;
  await tx.query(`update ${table} set ${field} = (${synced})::${sqlType}, updated_at = now() where id = $1`, [
    rowId,
  ]);
}

function noConflict(): AppError {
  return new AppError({ kind: 'missing', code: 'conflict.none', message: 'There is no such conflict.' });
}

function settledOtherwise(): AppError {
  return new AppError({
    kind: 'conflict',
    code: 'conflict.settled',
    message: 'This conflict was settled the other way already.',
  });
}
