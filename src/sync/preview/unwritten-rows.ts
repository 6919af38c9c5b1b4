import type { RowChange } from '../../backend/loader/compare-rows.ts';
import type { ExistingPage, ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import { isValidStatus, type Unwritten } from '../../backend/loader/valid-tickets.ts';
import { parseMoney, ZERO } from '../../kernel/money/money.ts';
import type { DifferingTable } from '../explain/differences.ts';
import type { PageRows } from '../load/page-rows.ts';

type Values = Readonly<Record<string, string | null>>;

/** Collects what an execution would have written when its removal guard decides. */
export class UnwrittenRows {
  readonly #refunded: string[] = [];
  readonly #notRefunded: string[] = [];
  readonly #valid: string[] = [];
  readonly #invalid: string[] = [];
  #created = 0;

  /** @param change of a row that is written before the guard decides */
  note(table: DifferingTable, { id, before, after, removedBefore, removedAfter }: RowChange): void {
    const isRefunded = REFUNDED_BY[table];
    if (before === null || isRefunded === undefined) return;
    const now = isRefunded(after);
    if (now !== isRefunded(before)) (now ? this.#refunded : this.#notRefunded).push(id);
    if (table !== 'tickets') return;
    const [was, is] = [isValid(before, removedBefore), isValid(after, removedAfter)];
    if (was !== is) (is ? this.#valid : this.#invalid).push(id);
  }

  /** Tickets that were never issued, of orders that were refunded. */
  noteGone(tickets: readonly ExistingTicketRow[]): void {
    for (const { id, status, removedReason } of tickets) {
      if (isValidStatus(status) && removedReason === null) this.#invalid.push(id);
    }
  }

  noteCreated({ tickets }: Pick<PageRows, 'tickets'>, existing: Pick<ExistingPage, 'tickets'>): void {
    const present = new Set(existing.tickets.map(({ id }) => id));
    this.#created += tickets.filter(
      ({ id, values, removedReason }) =>
        !present.has(id) && isValidStatus(values.status) && removedReason === null,
    ).length;
  }

  all(): Unwritten {
    return {
      refunded: this.#refunded,
      notRefunded: this.#notRefunded,
      valid: this.#valid,
      invalid: this.#invalid,
      created: this.#created,
    };
  }
}

/** The same rules as those of `MONEY_IS_REFUNDED`. */
const REFUNDED_BY: Partial<Readonly<Record<DifferingTable, (values: Values) => boolean>>> = {
  orders: (values) => values['status'] === 'refunded' || isGone(values['total'], values['refunded']),
  order_items: ({ quantity, refunded_quantity, total, tax, refunded }) =>
    (Number(quantity) > 0 && Number(refunded_quantity) >= Number(quantity)) ||
    (amountOf(total) + amountOf(tax) > ZERO && amountOf(refunded) >= amountOf(total) + amountOf(tax)),
  tickets: ({ status }) => status === 'refunded',
};

function isGone(total: string | null | undefined, refunded: string | null | undefined): boolean {
  return amountOf(total) > ZERO && amountOf(refunded) >= amountOf(total);
}

function amountOf(text: string | null | undefined): bigint {
  return parseMoney(text ?? '0');
}

function isValid({ status }: Values, removed: string | null): boolean {
  return removed === null && isValidStatus(status ?? '');
}
