import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../database.ts';
import type { Json } from './column-text.ts';
import { jsonbText } from './column-text.ts';
import { copyRows } from './copy-rows.ts';

/** A column's text before and after. */
export type FieldChanges = Readonly<Record<string, readonly [before: string | null, after: string | null]>>;

interface Change {
  readonly table: string;
  readonly rowId: string;
  readonly operation: 'created' | 'updated' | 'removed' | 'restored';
  readonly fields: FieldChanges | null;
}

interface Conflict {
  readonly table: string;
  readonly rowId: string;
  readonly field: string;
  readonly base: Json;
  readonly ours: Json;
  readonly theirs: Json;
}

/**
 * What an execution changed, gathered while a page is loaded and written with it: it explains each row for as
 * long as the execution is kept.
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

  /** Writes what was gathered; the journal is empty afterwards. */
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
    for (const { table, rowId, field, base, ours, theirs } of this.#conflicts.splice(0)) {
      await tx.query(
        `insert into conflicts
           (id, configuration_id, execution_id, table_name, row_id, field, base, ours, theirs)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (row_id, field) where settled_at is null
         do update set execution_id = excluded.execution_id, ours = excluded.ours, theirs = excluded.theirs,
           updated_at = now()`,
        [
          newId(),
          this.#configurationId,
          this.#executionId,
          table,
          rowId,
          field,
          jsonbText(base),
          jsonbText(ours),
          jsonbText(theirs),
        ],
      );
    }
  }
}
