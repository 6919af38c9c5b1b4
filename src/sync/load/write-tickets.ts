import { sqlStateOf } from '../../backend/connection/postgres-errors.ts';
import type { Transaction } from '../../backend/database.ts';
import { erasePerson } from '../../backend/loader/erase-person.ts';
import type { ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import { Journal } from '../../backend/loader/journal.ts';
import {
  CHANGED_MEANWHILE,
  type SortedRows,
  stageRows,
  writeIfUnchanged,
} from '../../backend/loader/load-rows.ts';
import { rejoin } from '../../backend/loader/prepare-row.ts';
import { planOf } from '../../backend/tables/table-plan.ts';
import { TICKETS, type TicketRow } from '../../backend/tables/tickets.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { PageRows } from './page-rows.ts';

/** After a check-in has come in between this many times, the rows are locked first. */
const TRIES_WITHOUT_LOCK = 4;

/** The tickets of a page. They may be checked in while the page is loaded. */
export interface PageTickets {
  readonly executionId: string;
  readonly configurationId: string;
  readonly sorted: SortedRows<TicketRow>;
  /** The rows from which `sorted` was made. */
  readonly existing: readonly ExistingTicketRow[];
  readonly rows: PageRows;
  readonly readAgain: () => Promise<readonly ExistingTicketRow[]>;
  readonly deriveAgain: (tickets: readonly ExistingTicketRow[]) => PageRows;
}

/**
 * Writes the changed tickets of a page and commits. This is the page's last step, so that check-ins hardly
 * wait. Everything is prepared without a lock. Then one message locks the rows, checks that they have not
 * changed since they were read, writes them and commits. If a ticket was checked in meanwhile, its row is read
 * again and merged with the store's values before anything is written.
 */
export async function writeTickets(tx: Transaction, page: PageTickets): Promise<void> {
  const { sorted, readAgain, deriveAgain } = page;
  let { existing, rows } = page;
  let { changed } = sorted;
  for (let tries = 1; ; tries += 1) {
    await tx.query('savepoint tickets');
    await makeReady(tx, page, { existing, rows, changed });
    passPoint('before a page is committed');
    if (changed.length === 0) return;
    try {
      await tx.query(writeIfUnchanged(TICKETS));
      return;
    } catch (thrown) {
      if (sqlStateOf(thrown) !== CHANGED_MEANWHILE) throw thrown;
    }
    await tx.query('rollback to savepoint tickets');
    if (tries >= TRIES_WITHOUT_LOCK) await lockTickets(tx, changed);
    existing = await readAgain();
    rows = deriveAgain(existing);
    const now = new Map(rows.tickets.map(({ id, values }) => [id, values]));
    changed = changed.map((row) => {
      const values = now.get(row.id);
      return values === undefined ? row : rejoin(planOf(TICKETS), row, values);
    });
  }
}

type Ready = Pick<PageTickets, 'existing' | 'rows'> & Pick<SortedRows<TicketRow>, 'changed'>;

async function makeReady(
  tx: Transaction,
  { executionId, configurationId }: PageTickets,
  { existing, rows, changed }: Ready,
): Promise<void> {
  const journal = new Journal(executionId, configurationId);
  if (changed.length > 0) {
    await stageRows(tx, TICKETS, changed, new Map(existing.map((row) => [row.id, row])), journal);
  }
  for (const { rowId, ...said } of rows.admitted) {
    journal.noteConflict({ kind: 'admitted', table: 'tickets', rowId, field: 'status', ...said });
  }
  await journal.flush(tx);
  if (rows.newlyErased.rowIds.length > 0) await erasePerson(tx, configurationId, rows.newlyErased);
}

async function lockTickets(tx: Transaction, rows: Ready['changed']): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.query('select from tickets where id = any($1::uuid[]) order by id for no key update', [ids]);
}
