import type { Transaction } from '../../backend/database.ts';
import { compareRows, type RowChange } from '../../backend/loader/compare-rows.ts';
import type { ExistingPage } from '../../backend/loader/existing-rows.ts';
import { toColumnText } from '../../backend/tables/column-text.ts';
import { ORDER_ITEMS } from '../../backend/tables/order-items.ts';
import { ORDERS } from '../../backend/tables/orders.ts';
import { REFUND_LINES } from '../../backend/tables/refund-lines.ts';
import { REFUNDS } from '../../backend/tables/refunds.ts';
import type { ExistingRow, RowDraft, SyncedTable } from '../../backend/tables/synced-table.ts';
import { TICKETS } from '../../backend/tables/tickets.ts';
import { left } from '../load/load-page.ts';
import type { PageRows } from '../load/page-rows.ts';

export type DifferingTable = 'orders' | 'order_items' | 'refunds' | 'refund_lines' | 'tickets';

/** What the next sync would do to one row, because store and backend differ now. */
export interface Difference {
  readonly table: DifferingTable;
  /** The row in the backend; null if it has none yet. */
  readonly rowId: string | null;
  /** The name of the row: the store's id, or the key of a ticket without a post. */
  readonly label: string;
  readonly operation: 'created' | 'updated' | 'removed' | 'restored';
  /** By column, the value here and the value that it would get, as PostgreSQL prints them. */
  readonly fields: Readonly<Record<string, readonly [here: string | null, store: string | null]>>;
}

/** Receives each change of a row before it becomes a difference. */
type OnChange = (table: DifferingTable, change: RowChange) => void;

/** Compares the rows of a page with the existing ones, as a sync does, and writes nothing. */
export async function differencesOf(
  tx: Transaction,
  rows: PageRows,
  existing: ExistingPage,
  onChange: OnChange = () => undefined,
): Promise<readonly Difference[]> {
  const ofTable = async <Row extends object>(
    table: SyncedTable<Row>,
    drafts: readonly RowDraft<Row>[],
    present: ReadonlyMap<string, ExistingRow>,
    ...labels: readonly (keyof Row & string)[]
  ): Promise<readonly Difference[]> => {
    const changes = await compareRows(tx, table, drafts, present);
    for (const change of changes) onChange(table.name as DifferingTable, change);
    return differencesIn(table, drafts, changes, labels);
  };
  const items = byId(existing.items.values());
  const refunds = byId(existing.refunds.values());
  const lines = byId(existing.refundLines.values());
  return [
    ...(await ofTable(ORDERS, rows.orders, byId(existing.orders.values()), 'woo_order_id')),
    ...(await ofTable(ORDER_ITEMS, rows.items, items, 'woo_item_id')),
    ...removedOf('order_items', existing.items, left(items.values(), rows.items)),
    ...(await ofTable(REFUNDS, rows.refunds, refunds, 'woo_refund_id')),
    ...removedOf('refunds', existing.refunds, left(refunds.values(), rows.refunds)),
    ...(await ofTable(REFUND_LINES, rows.refundLines, lines, 'woo_item_id')),
    ...removedOf('refund_lines', existing.refundLines, left(lines.values(), rows.refundLines)),
    ...(await ofTable(
      TICKETS,
      rows.tickets,
      byId(existing.tickets.values()),
      'woo_ticket_id',
      'pending_key',
    )),
  ];
}

function differencesIn<Row extends object>(
  table: SyncedTable<Row>,
  drafts: readonly RowDraft<Row>[],
  changes: readonly RowChange[],
  labels: readonly (keyof Row & string)[],
): readonly Difference[] {
  const draftOf = new Map(drafts.map((draft) => [draft.id, draft]));
  return changes.flatMap((change) => {
    const draft = draftOf.get(change.id);
    if (draft === undefined) return [];
    const fields = change.before === null ? newFields(table, draft) : changedFields(change);
    const operation = operationOf(change);
    // A row of an older translation may be written again with the same values.
    if (operation === 'updated' && Object.keys(fields).length === 0) return [];
    const label = labels
      .map((name) => draft.values[name] as string | number | null)
      .find((one) => one !== null);
    return [
      {
        table: table.name as DifferingTable,
        rowId: change.before === null ? null : change.id,
        label: String(label ?? ''),
        operation,
        fields,
      },
    ];
  });
}

function operationOf({ before, removedBefore, removedAfter }: RowChange): Difference['operation'] {
  if (before === null) return 'created';
  if (removedBefore === null && removedAfter !== null) return 'removed';
  return removedBefore !== null && removedAfter === null ? 'restored' : 'updated';
}

/** `store_values` has the same values again. */
const isOwn = (name: string): boolean => name !== 'store_values';

function changedFields({ before, after }: RowChange): Difference['fields'] {
  const names = Object.keys(after).filter(
    (name) => isOwn(name) && (before?.[name] ?? null) !== (after[name] ?? null),
  );
  return Object.fromEntries(names.map((name) => [name, [before?.[name] ?? null, after[name] ?? null]]));
}

/** The ids of rows that do not exist yet mean nothing. */
function newFields<Row extends object>(
  table: SyncedTable<Row>,
  { values }: RowDraft<Row>,
): Difference['fields'] {
  const names = Object.keys(values) as (keyof Row & string)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const type = table.columns[name];
      const text = toColumnText(type, values[name] as Parameters<typeof toColumnText>[1]);
      return type === 'uuid' || !isOwn(name) || text === null ? [] : [[name, [null, text] as const]];
    }),
  );
}

function removedOf(
  table: DifferingTable,
  existing: ReadonlyMap<number, ExistingRow>,
  ids: readonly string[],
): readonly Difference[] {
  const gone = new Set(ids);
  return [...existing]
    .filter(([, { id }]) => gone.has(id))
    .map(([wooId, { id }]) => removal(table, id, String(wooId)));
}

export function removal(table: DifferingTable, rowId: string, label: string): Difference {
  return { table, rowId, label, operation: 'removed', fields: {} };
}

function byId(rows: Iterable<ExistingRow>): ReadonlyMap<string, ExistingRow> {
  return new Map([...rows].map((row) => [row.id, row]));
}
