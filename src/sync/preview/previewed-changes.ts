import { changedColumns, type RowChange } from '../../backend/loader/compare-rows.ts';
import { isValidStatus, type PresentTicket } from '../../backend/loader/valid-tickets.ts';
import { formatMoney, type Money, parseMoney, ZERO } from '../../kernel/money/money.ts';
import {
  type BeforeAfter,
  PREVIEWED_AMOUNTS,
  type Preview,
  type PreviewedAmount,
  type PreviewedCounts,
  type PreviewedOrder,
  type PreviewedTicket,
} from './preview-report.ts';

type Counts = { -readonly [Name in keyof PreviewedCounts]: PreviewedCounts[Name] };

/** Collects what a preview shows of orders and tickets. */
export class PreviewedChanges {
  readonly orders: Counts = { created: 0, changed: 0, removed: 0 };
  readonly tickets: Counts = { created: 0, changed: 0, removed: 0 };
  readonly amounts: PreviewedOrder[] = [];
  readonly #lost = new Map<string, Omit<PreviewedTicket, 'isHeld'>>();
  readonly #gained: PreviewedTicket[] = [];
  readonly #sums = new Map<string, Map<PreviewedAmount, [Money, Money]>>();

  noteOrder(change: RowChange): void {
    count(this.orders, change);
    const { before, after } = change;
    const names = changedColumns(change, PREVIEWED_AMOUNTS);
    if (before === null || names.length === 0) return;
    const both = (name: PreviewedAmount): BeforeAfter => [before[name] ?? '0', after[name] ?? '0'];
    const currency = after['currency'] ?? '';
    const sums = this.#sums.get(currency) ?? new Map<PreviewedAmount, [Money, Money]>();
    this.#sums.set(currency, sums);
    for (const name of PREVIEWED_AMOUNTS) {
      const [was, is] = sums.get(name) ?? [ZERO, ZERO];
      const [then, now] = both(name);
      sums.set(name, [was + parseMoney(then), is + parseMoney(now)]);
    }
    this.amounts.push({
      number: after['number'] ?? '',
      wooOrderId: Number(after['woo_order_id']),
      currency,
      amounts: Object.fromEntries(names.map((name) => [name, both(name)])),
    });
  }

  /** @param numbers the numbers of the page's orders, by the store's ids */
  noteTicket(change: RowChange, numbers: ReadonlyMap<number, string>): void {
    count(this.tickets, change);
    const { id, before, after, removedBefore, removedAfter } = change;
    if (before === null) return;
    const status: BeforeAfter = [
      removedBefore === null ? (before['status'] ?? '') : 'removed',
      removedAfter === null ? (after['status'] ?? '') : 'removed',
    ];
    const [was, is] = [isValidStatus(status[0]), isValidStatus(status[1])];
    if (was === is) return;
    const [ticket, order] = [after['woo_ticket_id'] ?? null, after['woo_order_id'] ?? null];
    const shown = {
      number: after['ticket_number'] ?? null,
      wooTicketId: ticket === null ? null : Number(ticket),
      wooOrderId: order === null ? null : Number(order),
      orderNumber: numbers.get(Number(order)) ?? order,
      status,
    };
    if (was) this.#lost.set(id, shown);
    else this.#gained.push({ ...shown, isHeld: false });
  }

  /** Existing tickets that the store no longer has. */
  noteGone(tickets: readonly PresentTicket[]): void {
    this.tickets.removed += tickets.length;
    for (const { id, status, ...ticket } of tickets) {
      if (isValidStatus(status)) this.#lost.set(id, { ...ticket, status: [status, 'removed'] });
    }
  }

  /** @param held the rows that the removal guard would hold, or holds */
  summary(
    held: ReadonlySet<string>,
  ): Pick<Preview, 'orders' | 'tickets' | 'amounts' | 'sums' | 'lost' | 'gained'> {
    const { orders, tickets, amounts } = this;
    const gained = this.#gained;
    const lost = [...this.#lost].map(([id, ticket]) => ({ ...ticket, isHeld: held.has(id) }));
    const sums = [...this.#sums].map(([currency, by]) => {
      const of = (name: PreviewedAmount): BeforeAfter => {
        const [before, after] = by.get(name) ?? [ZERO, ZERO];
        return [formatMoney(before), formatMoney(after)];
      };
      const [total, refunded, net] = [of('total'), of('refunded'), of('net')];
      const [service_fee, organizer_amount] = [of('service_fee'), of('organizer_amount')];
      return { currency, amounts: { total, refunded, net, service_fee, organizer_amount } };
    });
    return { orders, tickets, amounts, sums, lost, gained };
  }
}

function count(counts: Counts, { before, removedBefore, removedAfter }: RowChange): void {
  if (before === null) counts.created += 1;
  else if (removedBefore === null && removedAfter !== null) counts.removed += 1;
  else counts.changed += 1;
}
