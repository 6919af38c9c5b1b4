import { createHash } from 'node:crypto';
import type { RowChange } from '../../backend/loader/compare-rows.ts';
import type { StoreReject } from '../../source/source.ts';
import type { Difference } from '../explain/differences.ts';
import type { PageRows } from '../load/page-rows.ts';
import type { DifferenceCounts, ShownRow } from './preview-report.ts';

/** More rows than a person compares. Beyond them a preview that has moved says how many rows, and not which. */
const MOST_SHOWN_ROWS = 2000;

/** The digest is a sum of digests, so that neither the order of the rows nor their number matters to the memory. */
const DIGEST_MODULUS = 1n << 256n;

/**
 * Values that are new each time: ids of rows that do not exist yet, for which the store's names are compared, and the
 * moment at which a buyer is anonymised.
 */
const NOT_COMPARED = /^(event|order|order_item|ticket_tier|refund)_id$|^anonymised_at$/;

type Names = ReadonlyMap<string, string>;
const NO_NAMES: Names = new Map();

/** Collects the differences between store and backend: a digest of all, their counts, and the first rows. */
export class ShownDifferences {
  #sum = 0n;
  readonly #rows: ShownRow[] = [];
  readonly #counts = new Map<string, { count: number; readonly fields: Map<string, number> }>();

  /** @param names the store's names of the rows to which others refer, by our ids */
  note({ table, rowId, label, operation, fields }: Difference, names: Names = NO_NAMES): void {
    const named = (value: string | null): string | null => names.get(value ?? '') ?? null;
    const compared = Object.entries(fields)
      .map(([name, values]) => [name, isCompared(name) ? values : values.map(named)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    this.#add(table, operation, label, JSON.stringify([rowId, compared]));
    const { fields: counts } = this.#countsOf(table, operation);
    // All columns of a new row are new.
    if (operation === 'created') return;
    for (const name of Object.keys(fields)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  noteCheckIns({ checkIns, tickets }: Pick<PageRows, 'checkIns' | 'tickets'>): void {
    const labels = new Map(
      tickets.map(({ id, values }) => [id, String(values.woo_ticket_id ?? values.pending_key)]),
    );
    for (const { ticketId, day, status, atUtc, wooCheckInId } of checkIns) {
      const values = JSON.stringify([day, status, atUtc, wooCheckInId]);
      this.#add('check_ins', 'created', labels.get(ticketId) ?? '', values);
    }
  }

  /** The rows to which a new row refers. */
  noteLinks(table: string, label: string, values: object, names: Names): void {
    const links = Object.entries(values)
      .filter(([name]) => !isCompared(name))
      .map(([name, id]) => [name, names.get(String(id)) ?? null]);
    this.#addLine(['links', table, label, links]);
  }

  /** A value of the store beside one that a person edited: the execution records a conflict or ends one. */
  noteStoreValues(table: string, { id, before, after }: Pick<RowChange, 'id' | 'before' | 'after'>): void {
    if (before === null || before['store_values'] === after['store_values']) return;
    this.#addLine(['store_values', table, id, after['store_values'] ?? null]);
  }

  /** A row that cannot be read stays as it is. */
  noteReject({ kind, wooId, code, raw }: Pick<StoreReject, 'kind' | 'wooId' | 'code' | 'raw'>): void {
    this.#addLine(['reject', kind, wooId, code, JSON.stringify(raw)]);
  }

  /** Rows that the removal guard holds stay as they are. */
  noteHeld(ids: Iterable<string>): void {
    for (const id of ids) this.#addLine(['held', id]);
  }

  summary(): {
    readonly digest: string;
    readonly differences: readonly DifferenceCounts[];
    readonly shownRows: readonly ShownRow[];
  } {
    const differences = [...this.#counts].map(([key, { count, fields }]) => {
      const [table = '', operation = ''] = key.split(' ');
      const byName = [...fields].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      return { table, operation, count, fields: Object.fromEntries(byName) } as DifferenceCounts;
    });
    return { digest: this.#sum.toString(16).padStart(64, '0'), differences, shownRows: this.#rows };
  }

  #add(table: string, operation: string, label: string, values: string): void {
    const digest = this.#addLine([table, operation, label, values]);
    this.#countsOf(table, operation).count += 1;
    if (this.#rows.length < MOST_SHOWN_ROWS) this.#rows.push([table, label, digest.slice(0, 16)]);
  }

  #countsOf(table: string, operation: string) {
    const key = `${table} ${operation}`;
    const counts = this.#counts.get(key) ?? { count: 0, fields: new Map<string, number>() };
    this.#counts.set(key, counts);
    return counts;
  }

  #addLine(line: readonly unknown[]): string {
    const digest = createHash('sha256').update(JSON.stringify(line)).digest('hex');
    this.#sum = (this.#sum + BigInt(`0x${digest}`)) % DIGEST_MODULUS;
    return digest;
  }
}

function isCompared(name: string): boolean {
  return !NOT_COMPARED.test(name);
}

/** The rows in which two previews differ, as `orders 174130`. Only as many rows as both keep are compared. */
export function movedRows(before: readonly ShownRow[], now: readonly ShownRow[]): readonly string[] {
  const name = ([table, label]: ShownRow): string => `${table} ${label}`;
  const lines = (rows: readonly ShownRow[]) => new Map(rows.map((row) => [row.join(' '), name(row)]));
  const [was, is] = [lines(before), lines(now)];
  const only = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
    [...one].filter(([line]) => !other.has(line)).map(([, row]) => row);
  return [...new Set([...only(was, is), ...only(is, was)])].sort();
}
