import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';
import type { Json } from '../tables/column-text.ts';
import { jsonbText } from '../tables/column-text.ts';

/** A column's text before and after. Both are null if the value was erased with a person. */
export type FieldChanges = Readonly<Record<string, readonly [before: string | null, after: string | null]>>;

interface Change {
  readonly table: string;
  readonly rowId: string;
  readonly operation: 'created' | 'updated' | 'removed' | 'restored';
  readonly fields: FieldChanges | null;
}

interface Conflict {
  /**
   * `edited`: the field changed on both sides. `admitted`: the holder was checked in although the ticket was
   * refunded or cancelled, before or afterwards.
   */
  readonly kind: 'edited' | 'admitted';
  readonly table: string;
  readonly rowId: string;
  readonly field: string;
  readonly base: Json;
  readonly ours: Json;
  readonly theirs: Json;
}

/**
 * The changes of an execution, collected while a page is loaded and written with it. They explain each row for
 * as long as the execution is kept.
 */
export class Journal {
  readonly #changes: Change[] = [];
  readonly #conflicts: Conflict[] = [];
  readonly #executionId: string;
  readonly #configurationId: string;

  constructor(executionId: string, configurationId: string) {
    this.#executionId = executionId;
    this.#configurationId = configurationId;
  }

  note(change: Change): void {
    this.#changes.push(change);
  }

  noteConflict(conflict: Conflict): void {
    this.#conflicts.push(conflict);
  }

  /** Writes the collected entries and empties the journal. */
  async flush(tx: Transaction): Promise<void> {
    if (this.#changes.length > 0) {
      await copyRows(
        tx,
        'sync_changes',
        ['execution_id', 'table_name', 'row_id', 'operation', 'fields'],
        this.#changes.map(({ table, rowId, operation, fields }) => [
          this.#executionId,
          table,
          rowId,
          operation,
          fields === null ? null : jsonbText(fields),
        ]),
      );
      this.#changes.length = 0;
    }
    await this.#flushConflicts(tx);
  }

  /**
   * An open conflict takes over the present values and keeps those of the time when it was first found. For a
   * ticket that was valid before, it keeps the last sync that found the ticket valid, because old executions
   * are removed.
   */
  async #flushConflicts(tx: Transaction): Promise<void> {
    const found = this.#conflicts.splice(0);
    if (found.length === 0) return;
    const column = (of: (conflict: Conflict) => string): readonly string[] => found.map(of);
    await tx.query(
      `insert into conflicts
         (id, configuration_id, execution_id, kind, table_name, row_id, field, base, ours, theirs, seen_valid_at)
       select n.id, $1, $2, n.kind, n.table_name, n.row_id, n.field, n.base, n.ours, n.theirs,
         case when n.kind = 'admitted' and n.base #>> '{}' not in ('cancelled', 'refunded') then (
           select max(x.started_at) from sync_executions x
           where x.configuration_id = $1 and x.id <> $2 and x.status = 'success'
             and x.order_ids is null) end
       from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::jsonb[], $9::jsonb[],
         $10::jsonb[]) as n (id, kind, table_name, row_id, field, base, ours, theirs)
       on conflict (row_id, field) where settled_at is null
       do update set execution_id = excluded.execution_id, ours = excluded.ours, theirs = excluded.theirs,
         updated_at = now()`,
      [
        this.#configurationId,
        this.#executionId,
        column(() => newId()),
        column(({ kind }) => kind),
        column(({ table }) => table),
        column(({ rowId }) => rowId),
        column(({ field }) => field),
        column(({ base }) => jsonbText(base)),
        column(({ ours }) => jsonbText(ours)),
        column(({ theirs }) => jsonbText(theirs)),
      ],
    );
  }
}
