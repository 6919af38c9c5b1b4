import { toColumnText } from '../backend/tables/column-text.ts';
import { ORDER_ITEMS } from '../backend/tables/order-items.ts';
import { ORDERS } from '../backend/tables/orders.ts';
import { REFUND_LINES } from '../backend/tables/refund-lines.ts';
import { REFUNDS } from '../backend/tables/refunds.ts';
import { TICKETS } from '../backend/tables/tickets.ts';
import type { ExplainedDifference, ExplainedReason, Explanation } from '../contract/ticketing/explanation.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { parseMoney, sum } from '../kernel/money/money.ts';
import type { Reason } from '../kernel/sentences/reasons/reason.ts';
import { reasonSentence } from '../kernel/sentences/reasons/reason-sentence.ts';
import { shownReason } from '../kernel/sentences/reasons/shown-reason.ts';
import type { Difference } from '../sync/explain/differences.ts';
import type { ReadExplanation } from '../sync/explain/explained-row.ts';
import type { StoreOrder, StoreTicket } from '../ticketing/model/store-order.ts';
import type { Language } from '../vocabulary/people.ts';
import type { RowExplanation } from './explain-row.ts';

/** The parts of an explanation that API and command line show alike, without masks. */
export interface ExplanationParts {
  readonly head: Pick<
    Explanation,
    | 'configuration'
    | 'configuration_name'
    | 'event'
    | 'event_title'
    | 'woo_order_id'
    | 'woo_ticket_id'
    | 'currency'
  >;
  readonly store: Explanation['store'];
  readonly reasons: ExplainedReason[];
  readonly differences: ExplainedDifference[] | null;
  readonly notes: Explanation['notes'];
}

/** @param errorSentence words the reason why the store could not be asked */
export function explanationParts(
  explanation: RowExplanation,
  language: Language,
  errorSentence: (code: string, english: string) => string,
): ExplanationParts {
  const { place, configuration, read, held } = explanation;
  const currency = read?.order?.currency ?? place.currency;
  return {
    head: {
      configuration: configuration?.id ?? null,
      configuration_name: configuration?.name ?? null,
      event: place.event,
      event_title: place.eventTitle ?? configuration?.event_name ?? '',
      woo_order_id: read?.wooOrderId ?? place.wooOrderId,
      woo_ticket_id: place.wooTicketId,
      currency,
    },
    store: storeSide(explanation, errorSentence),
    reasons: reasonsOf(explanation, currency, language),
    differences: read?.differences?.map((difference) => shownDifference(difference, held, currency)) ?? null,
    notes: (read?.notes ?? []).map(({ kind, wooId, field, raw, reason }) => {
      return { kind, woo_id: wooId, field, raw, reason };
    }),
  };
}

function storeSide(
  { configuration, read, error }: RowExplanation,
  errorSentence: (code: string, english: string) => string,
): Explanation['store'] {
  return {
    state: read?.found ?? 'not_asked',
    read_at: read && instant(read.takenAtUtc),
    error_code: error?.code ?? null,
    error_message: error && errorSentence(error.code, error.message),
    unreachable_since: configuration?.store_unreachable_since ?? null,
    last_success_at: configuration?.last_success_at ?? null,
    order: read?.order ? storeOrder(read.order, read) : null,
    tickets: read === null ? [] : ticketsOf(read),
    rejects: (read?.rejects ?? []).map(({ kind, wooId, code, message }) => {
      return { kind, woo_id: wooId, code, message: errorSentence(code, message) };
    }),
  };
}

function storeOrder(order: StoreOrder, { ownLines }: ReadExplanation): Explanation['store']['order'] {
  const { currency } = order;
  return {
    woo_order_id: order.wooOrderId,
    number: order.number,
    source_status: order.sourceStatus,
    currency,
    order_total: formatAmount(order.orderTotal, currency),
    order_refunded: formatAmount(sum(order.refunds.map(({ amount }) => amount)), currency),
    first_name: order.firstName,
    last_name: order.lastName,
    email: order.email,
    ordered_at: instant(order.orderedAtUtc),
    paid_at: instant(order.paidAtUtc),
    completed_at: instant(order.completedAtUtc),
    modified_at: instant(order.modifiedAtUtc),
    anonymised: order.anonymised,
    lines: order.lines.map((line) => ({
      woo_item_id: line.itemId,
      kind: line.kind,
      name: line.name,
      woo_product_id: line.productId,
      woo_variation_id: line.variationId,
      quantity: line.quantity,
      subtotal: formatAmount(line.subtotal, currency),
      total: formatAmount(line.total, currency),
      tax: formatAmount(line.tax, currency),
      of_event: ownLines.has(line.itemId),
    })),
    refunds: order.refunds.map((refund) => ({
      woo_refund_id: refund.refundId,
      amount: formatAmount(refund.amount, currency),
      reason: refund.reason,
      refunded_at: instant(refund.refundedAtUtc),
      lines: refund.lines.map((line) => ({
        woo_item_id: line.itemId,
        refunded_item_id: line.refundedItemId,
        woo_product_id: line.productId,
        quantity: line.quantity,
        amount: formatAmount(line.amount, currency),
        tax: formatAmount(line.tax, currency),
      })),
    })),
  };
}

function ticketsOf({ order, orphans }: ReadExplanation): Explanation['store']['tickets'] {
  const attendees = (order?.checkoutTickets ?? []).map((entry) => ({
    woo_ticket_id: null,
    pending_key: entry.key,
    ticket_number: null,
    woo_product_id: entry.productId,
    woo_variation_id: entry.variationId,
    source_post_status: null,
    source_status: null,
    days_checked_in: [],
    first_name: entry.attendee.firstName,
    last_name: entry.attendee.lastName,
    email: entry.attendee.email,
  }));
  return [...[...(order?.tickets ?? []), ...orphans].map(storeTicket), ...attendees];
}

function storeTicket(ticket: StoreTicket): Explanation['store']['tickets'][number] {
  return {
    woo_ticket_id: ticket.wooTicketId,
    pending_key: null,
    ticket_number: ticket.ticketNumber,
    woo_product_id: ticket.productId,
    woo_variation_id: ticket.variationId,
    source_post_status: ticket.sourcePostStatus,
    source_status: ticket.sourceStatus,
    days_checked_in: ticket.days.filter(({ checkedIn }) => checkedIn).map(({ day }) => day),
    first_name: ticket.attendee.firstName,
    last_name: ticket.attendee.lastName,
    email: ticket.attendee.email,
  };
}

const TOPICS = ['order', 'status', 'money', 'refund', 'tickets', 'ticket'] as const;

function reasonsOf(
  { place, read, edits }: RowExplanation,
  currency: string | null,
  language: Language,
): ExplainedReason[] {
  const reasons: readonly Reason[] = [...(read?.reasons ?? []), ...editReasons(edits)];
  const asked = place.wooTicketId === null ? place.pendingKey : String(place.wooTicketId);
  const names = new Set([asked, ...postsOf(asked, reasons)]);
  const concerned = reasons.filter(
    ({ figures }) => asked === null || !('ticket' in figures) || names.has(figures.ticket),
  );
  const shown = concerned.map((reason) => {
    const inText = shownReason(reason, currency);
    const topic = TOPICS.find((one) => reason.code.startsWith(`${one}_`)) ?? 'order';
    return {
      topic,
      code: reason.code,
      figures: { ...inText.figures },
      sentence: reasonSentence(inText, currency, language),
    };
  });
  return TOPICS.flatMap((topic) => shown.filter((one) => one.topic === topic));
}

/** The post of a ticket that had none at the last sync, because then its reasons name the post. */
function postsOf(asked: string | null, reasons: readonly Reason[]): readonly string[] {
  return reasons.flatMap(({ code, figures }) =>
    code === 'ticket_of_attendee' && figures.attendee === asked ? [figures.ticket] : [],
  );
}

function editReasons(edits: RowExplanation['edits']): readonly Reason[] {
  const fieldsOf = new Map<string, string[]>();
  for (const { ticket, field } of edits) {
    const name = ticket ?? '';
    fieldsOf.set(name, [...(fieldsOf.get(name) ?? []), field]);
  }
  return [...fieldsOf].map(([ticket, fields]) => ({ code: 'ticket_edited', figures: { ticket, fields } }));
}

const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  [ORDERS, ORDER_ITEMS, REFUNDS, REFUND_LINES, TICKETS].map(({ name, columns }) => [name, columns]),
);

function shownDifference(
  { table, rowId, label, operation, fields }: Difference,
  held: RowExplanation['held'],
  currency: string | null,
): ExplainedDifference {
  const shown = (column: string, value: string | null): string | null =>
    value !== null && TYPES[table]?.[column] === 'money' ? formatAmount(parseMoney(value), currency) : value;
  const entries = Object.entries(fields).map(([column, [here, store]]) => {
    return [column, [shown(column, here), shown(column, store)]] as [string, (string | null)[]];
  });
  return {
    table,
    row_id: rowId,
    label,
    operation,
    held: rowId === null ? null : (held.get(rowId) ?? null),
    fields: Object.fromEntries(entries),
  };
}

function instant(date: Date): string;
function instant(date: Date | null): string | null;
function instant(date: Date | null): string | null {
  return toColumnText('timestamptz', date);
}
