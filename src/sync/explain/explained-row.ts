import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { type Database, inTransaction } from '../../backend/database.ts';
import {
  type ExistingChild,
  type ExistingPage,
  type ExistingTicketRow,
  readTickets,
} from '../../backend/loader/existing-rows.ts';
import { findVanished } from '../../backend/loader/vanished-rows.ts';
import type { Because, Reason } from '../../kernel/sentences/reasons/reason.ts';
import type { StoreNote, StorePage, StoreReject, StoreSnapshot } from '../../source/source.ts';
import { anonymiseOrder, anonymiseOrphan } from '../../ticketing/anonymise.ts';
import { eventLines } from '../../ticketing/membership.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreOrder, StoreTicket } from '../../ticketing/model/store-order.ts';
import type { PageRows } from '../load/page-rows.ts';
import type { RelatedRows } from '../plan/related-rows.ts';
import type { Reading } from '../read/reading.ts';
import { type Difference, removal } from './differences.ts';

/** The row of the store that somebody asks about. One of the two is enough. */
export interface ExplainedRow {
  readonly wooOrderId: number | null;
  readonly wooTicketId: number | null;
}

/** What the store has of an order now, and what follows from it. */
export interface ReadExplanation {
  readonly takenAtUtc: Date;
  /** The order, which a ticket names; null for a ticket without one. */
  readonly wooOrderId: number | null;
  /**
   * `read`: it was read. `not_of_event`: it exists, but not in this event. `gone`: the store does not have it.
   * `rejected`: it cannot be read.
   */
  readonly found: 'read' | 'not_of_event' | 'gone' | 'rejected';
  readonly order: StoreOrder | null;
  /** Which of the order's lines belong to the event. */
  readonly ownLines: ReadonlySet<number>;
  /** Tickets whose order does not exist in the store, or that name none. */
  readonly orphans: readonly StoreTicket[];
  readonly reasons: readonly Reason[];
  /** Null if the row cannot be read, so that nothing can be compared. */
  readonly differences: readonly Difference[] | null;
  readonly rejects: readonly StoreReject[];
  readonly notes: readonly StoreNote[];
}

interface NamedTicket {
  readonly label: string;
  readonly hasPost: boolean;
  /** true if a sync removed it because the store no longer had it. */
  readonly isRemoved: boolean;
}

/** Collects what a reading finds about one order or ticket among the rows that are related to it. */
export class ExplainedRows {
  readonly #asked: ExplainedRow;
  readonly #reasons: Reason[] = [];
  readonly #differences: Difference[] = [];
  readonly #rejects: StoreReject[] = [];
  readonly #notes: StoreNote[] = [];
  readonly #orphans: StoreTicket[] = [];
  /** Existing tickets of the order and their names. */
  readonly #tickets = new Map<string, NamedTicket>();
  /** Tickets that follow from what the store has. */
  readonly #derived = new Set<string>();
  #order: StoreOrder | null = null;
  #state: ReadExplanation['found'] = 'gone';

  constructor(asked: ExplainedRow) {
    this.#asked = asked;
  }

  readonly explain = (row: ExplainedRow): Because | undefined =>
    this.#isAsked(row) ? (reason) => this.#reasons.push(reason) : undefined;

  #isAsked({ wooOrderId, wooTicketId }: ExplainedRow): boolean {
    const asked = this.#asked;
    if (asked.wooOrderId !== null) return wooOrderId === asked.wooOrderId;
    return wooTicketId !== null && wooTicketId === asked.wooTicketId;
  }

  /** Keeps what the store has of the asked row, without the data of buyers whom the store erased. */
  notePage(page: StorePage, { anonymisedOrders }: Pick<ExistingPage, 'anonymisedOrders'>): void {
    const isErased = (wooOrderId: number | null): boolean =>
      wooOrderId !== null &&
      (anonymisedOrders.has(wooOrderId) ||
        page.orders.some((order) => order.wooOrderId === wooOrderId && order.anonymised));
    const isAsked = (row: ExplainedRow): boolean => this.#isAsked(row);
    const named = ({ kind, wooId, wooOrderId }: Pick<StoreReject, 'kind' | 'wooId' | 'wooOrderId'>) =>
      kind === 'order' ? { wooOrderId: wooId, wooTicketId: null } : { wooOrderId, wooTicketId: wooId };
    const order = page.orders.find(({ wooOrderId }) => isAsked({ wooOrderId, wooTicketId: null }));
    this.#order ??= order === undefined ? null : anonymiseOrder(order);
    const orphans = page.orphans.filter(isAsked);
    this.#orphans.push(...orphans.map((one) => (isErased(one.wooOrderId) ? anonymiseOrphan(one) : one)));
    this.#rejects.push(...page.rejects.filter((reject) => isAsked(named(reject))));
    for (const note of page.notes) {
      const row = named(note);
      // An odd value may be what the buyer wrote.
      if (isAsked(row)) this.#notes.push(isErased(row.wooOrderId) ? { ...note, raw: null } : note);
    }
    const { wooOrderId } = this.#asked;
    if (wooOrderId !== null && page.passedOver.orderIds.includes(wooOrderId)) this.#state = 'not_of_event';
  }

  noteDifferences(differences: readonly Difference[]): void {
    this.#differences.push(...differences);
  }

  /** The rows of a page that belong to the asked one. */
  ownRows(rows: PageRows): PageRows {
    const isAsked = (wooOrderId: number | null, wooTicketId: number | null): boolean =>
      this.#isAsked({ wooOrderId, wooTicketId });
    const orders = rows.orders.filter(({ values }) => isAsked(values.woo_order_id, null));
    const orderIds = new Set(orders.map(({ id }) => id));
    for (const { id } of rows.tickets) this.#derived.add(id);
    const refunds = rows.refunds.filter(({ values }) => orderIds.has(values.order_id));
    const refundIds = new Set(refunds.map(({ id }) => id));
    return {
      ...rows,
      orders,
      refunds,
      items: rows.items.filter(({ values }) => orderIds.has(values.order_id)),
      refundLines: rows.refundLines.filter(({ values }) => refundIds.has(values.refund_id)),
      tickets: rows.tickets.filter(
        ({ id, values }) => this.#tickets.has(id) || isAsked(values.woo_order_id, values.woo_ticket_id),
      ),
    };
  }

  /** The existing rows that belong to the asked one. */
  ownExisting(existing: ExistingPage): ExistingPage {
    const orders = new Map([...existing.orders].filter(([id]) => id === this.#asked.wooOrderId));
    const orderIds = new Set([...orders.values()].map(({ id }) => id));
    const refunds = childrenOf(existing.refunds, orderIds);
    const refundIds = new Set([...refunds.values()].map(({ id }) => id));
    this.#nameTickets(existing.tickets);
    return {
      ...existing,
      orders,
      items: childrenOf(existing.items, orderIds),
      refunds,
      refundLines: childrenOf(existing.refundLines, refundIds),
    };
  }

  #nameTickets(tickets: readonly ExistingTicketRow[]): void {
    for (const { id, wooOrderId, wooTicketId, pendingKey, removedReason } of tickets) {
      if (!this.#isAsked({ wooOrderId, wooTicketId })) continue;
      this.#tickets.set(id, {
        label: wooTicketId === null ? (pendingKey ?? '') : String(wooTicketId),
        hasPost: wooTicketId !== null,
        isRemoved: removedReason === 'gone',
      });
    }
  }

  /** Adds the rows here that the store does not have any more, as the end of an execution removes them. */
  async addVanished(
    db: Database,
    eventId: string,
    reading: Reading,
    asked: RelatedRows,
    snapshot: Pick<StoreSnapshot, 'existingOrders'>,
    signal: AbortSignal,
  ): Promise<void> {
    const { seen } = reading;
    // The rows that were found are written to temporary tables, which a read-only transaction may not create.
    const { wooOrderId, wooTicketId } = this.#asked;
    const [ofOrder, alone] = [
      wooOrderId === null ? [] : [wooOrderId],
      wooTicketId === null ? [] : [wooTicketId],
    ];
    const vanished = await inTransaction(db, async (tx) => {
      this.#nameTickets(await readTickets(tx, eventId, ofOrder, alone));
      return await findVanished(tx, eventId, seen, asked);
    });
    for (const { id, wooOrderId: gone } of vanished.orders) {
      if (gone === wooOrderId) this.#differences.push(removal('orders', id, String(gone)));
    }
    const gone = new Set([...vanished.tickets, ...seen.vanishedTickets]);
    for (const [id, { label, hasPost, isRemoved }] of this.#tickets) {
      // An earlier sync may have removed it already.
      if (!gone.has(id) && (!isRemoved || this.#derived.has(id) || this.#isUnread(label))) continue;
      const code = hasPost ? 'ticket_gone' : 'ticket_no_longer_owed';
      this.#reasons.push({ code, figures: { ticket: label } });
      if (gone.has(id)) this.#differences.push(removal('tickets', id, label));
    }
    if (wooOrderId === null || this.#order !== null) return;
    const exists = await snapshot.existingOrders([wooOrderId], signal);
    if (exists.has(wooOrderId)) this.#state = 'not_of_event';
    const code = exists.has(wooOrderId) ? 'order_not_of_event' : 'order_gone';
    const isRejected = this.#rejects.some(({ kind }) => kind === 'order');
    if (!isRejected) this.#reasons.unshift({ code, figures: { order: wooOrderId } });
  }

  /** Whether the ticket or its order may be in the store, and could not be read. */
  #isUnread(ticket: string): boolean {
    return this.#rejects.some(({ kind, wooId }) => kind === 'order' || String(wooId) === ticket);
  }

  /** Names the lines of further products and of translations, which count for the same event. */
  explainProducts(
    rules: EventRules,
    { wooProductId }: Pick<Configuration, 'wooProductId'>,
    translations: Readonly<Record<string, number>>,
  ): void {
    const byProduct = new Map<number, number[]>();
    for (const { itemId, productId } of eventLines(this.#order?.lines ?? [], rules)) {
      if (productId === wooProductId) continue;
      byProduct.set(productId, [...(byProduct.get(productId) ?? []), itemId]);
    }
    for (const [product, lines] of byProduct) {
      const original = translations[product];
      this.#reasons.push(
        original === undefined
          ? { code: 'order_further_product', figures: { lines, product } }
          : { code: 'order_translation', figures: { lines, product, original } },
      );
    }
  }

  explanation(takenAtUtc: Date, rules: EventRules): ReadExplanation {
    const { wooOrderId, wooTicketId } = this.#asked;
    // A ticket exists without its order.
    const isOrphan = this.#orphans.some((one) => one.wooTicketId === wooTicketId);
    const isRejected = this.#rejects.some(({ kind }) => kind === 'order' || wooOrderId === null);
    const found = this.#order !== null || isOrphan ? 'read' : isRejected ? 'rejected' : this.#state;
    return {
      takenAtUtc,
      wooOrderId,
      found,
      order: this.#order,
      ownLines: new Set(eventLines(this.#order?.lines ?? [], rules).map(({ itemId }) => itemId)),
      orphans: this.#orphans,
      reasons: this.#reasons,
      differences: found === 'rejected' ? null : this.#differences,
      rejects: this.#rejects,
      notes: this.#notes,
    };
  }
}

function childrenOf(
  children: ReadonlyMap<number, ExistingChild>,
  parents: ReadonlySet<string>,
): ReadonlyMap<number, ExistingChild> {
  return new Map([...children].filter(([, { parentId }]) => parents.has(parentId)));
}
