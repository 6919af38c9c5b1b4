import type { OrderItemRow } from '../../backend/tables/order-items.ts';
import type { OrderRow } from '../../backend/tables/orders.ts';
import type { RefundLineRow } from '../../backend/tables/refund-lines.ts';
import type { RefundRow } from '../../backend/tables/refunds.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import type { TicketRow } from '../../backend/tables/tickets.ts';
import type {
  EventOrder,
  EventOrderItem,
  EventRefund,
  EventRefundLine,
  EventTicket,
} from '../../ticketing/model/event-order.ts';
import type { DayState, StoreOrder } from '../../ticketing/model/store-order.ts';
import { checkedInAtUtc, checkInStatusOf } from '../../ticketing/tickets/check-in.ts';

/** Converts derived orders to rows of the backend. The caller chooses the ids. */
export function orderDraft(
  id: string,
  eventId: string,
  buyer: StoreOrder,
  derived: EventOrder,
  anonymisedAtUtc: Date | null,
): RowDraft<OrderRow> {
  const { share } = derived;
  return {
    id,
    removedReason: derived.status === 'trashed' ? 'trashed' : null,
    erased: anonymisedAtUtc !== null,
    values: {
      event_id: eventId,
      woo_order_id: derived.wooOrderId,
      number: buyer.number,
      status: derived.status,
      source_status: buyer.sourceStatus,
      email: buyer.email,
      first_name: buyer.firstName,
      last_name: buyer.lastName,
      phone: buyer.phone,
      billing: buyer.billing,
      payment_method: buyer.paymentMethod,
      payment_method_title: buyer.paymentMethodTitle,
      transaction_id: buyer.transactionId,
      coupon_codes: buyer.couponCodes,
      customer_note: buyer.customerNote,
      currency: buyer.currency,
      subtotal: share.subtotal,
      discount: share.discount,
      tax: share.tax,
      total: share.total,
      refunded_by_lines: share.refundedByLines,
      refunded_apportioned: share.refundedApportioned,
      refunded: share.refunded,
      net: share.net,
      service_fee: share.serviceFee,
      organizer_amount: share.organizerAmount,
      rounding: share.rounding,
      order_total: share.orderTotal,
      order_refunded: share.orderRefunded,
      ordered_at: buyer.orderedAtUtc,
      paid_at: buyer.paidAtUtc,
      completed_at: buyer.completedAtUtc,
      modified_at: buyer.modifiedAtUtc,
      anonymised_at: anonymisedAtUtc,
    },
  };
}

export function itemDraft(
  id: string,
  orderId: string,
  tierId: string | null,
  item: EventOrderItem,
): RowDraft<OrderItemRow> {
  return {
    id,
    removedReason: null,
    values: {
      order_id: orderId,
      ticket_tier_id: tierId,
      woo_item_id: item.wooItemId,
      name: item.name,
      quantity: item.quantity,
      refunded_quantity: item.refundedQuantity,
      subtotal: item.subtotal,
      discount: item.discount,
      tax: item.tax,
      total: item.total,
      refunded: item.refunded,
      unticketed_quantity: item.unticketedQuantity,
      unticketed_amount: item.unticketedAmount,
      attributes: item.attributes,
    },
  };
}

export function refundDraft(id: string, orderId: string, refund: EventRefund): RowDraft<RefundRow> {
  return {
    id,
    removedReason: null,
    values: {
      order_id: orderId,
      woo_refund_id: refund.wooRefundId,
      amount: refund.amount,
      order_amount: refund.orderAmount,
      reason: refund.reason,
      refunded_at: refund.refundedAtUtc,
    },
  };
}

export function refundLineDraft(
  id: string,
  refundId: string,
  orderItemId: string,
  line: EventRefundLine,
): RowDraft<RefundLineRow> {
  return {
    id,
    removedReason: null,
    values: {
      refund_id: refundId,
      order_item_id: orderItemId,
      woo_item_id: line.wooItemId,
      quantity: line.quantity,
      amount: line.amount,
      tax: line.tax,
    },
  };
}

/** The values of a ticket's row that are not derived from the order. */
export interface TicketPlace {
  readonly id: string;
  readonly eventId: string;
  readonly orderId: string | null;
  readonly orderItemId: string | null;
  readonly tierId: string | null;
  readonly currency: string | null;
  readonly numDays: number;
  readonly checkedInAtUtc: Date | null;
  readonly erased: boolean;
}

export function ticketDraft(place: TicketPlace, ticket: EventTicket): RowDraft<TicketRow> {
  const checkInStatus = checkInStatusOf(ticket.days, place.numDays);
  return {
    id: place.id,
    removedReason: ticket.trashed ? 'trashed' : null,
    erased: place.erased,
    values: {
      event_id: place.eventId,
      order_id: place.orderId,
      order_item_id: place.orderItemId,
      ticket_tier_id: place.tierId,
      origin: ticket.origin,
      woo_ticket_id: ticket.wooTicketId,
      woo_order_id: ticket.wooOrderId,
      woo_product_id: ticket.productId,
      woo_variation_id: ticket.variationId,
      pending_key: ticket.pendingKey,
      ticket_number: ticket.ticketNumber,
      sequence_number: ticket.sequenceNumber,
      display_number: ticket.displayNumber,
      status: ticket.status,
      source_status: ticket.sourceStatus,
      source_post_status: ticket.sourcePostStatus,
      create_type: ticket.createType,
      check_in_status: checkInStatus,
      checked_in_at: checkInStatus === 'not_checked_in' ? null : place.checkedInAtUtc,
      day_status: daysAsJson(ticket.days),
      first_name: ticket.attendee.firstName,
      last_name: ticket.attendee.lastName,
      email: ticket.attendee.email,
      phone: ticket.attendee.phone,
      company: ticket.attendee.company,
      designation: ticket.attendee.designation,
      form_data: ticket.formData.map(({ key, label, value }) => ({ key, label, value })),
      ...ticket.details,
      price: ticket.price,
      currency: place.currency,
      service_fee: ticket.serviceFee,
      organizer_amount: ticket.organizerAmount,
      // The store's own states, without check-ins that were made here. A later reading is compared with them.
      store_values: {
        days: daysAsJson(ticket.storeDays),
        checked_in_at: checkedInAtUtc(ticket.storeDays, ticket.checkIns)?.toISOString() ?? null,
      },
    },
  };
}

/** A JSON object of days: `{"1": "checked_in", "2": "not_checked_in"}` */
function daysAsJson(days: readonly DayState[]): Record<string, 'checked_in' | 'not_checked_in'> {
  return Object.fromEntries(
    days.map(({ day, checkedIn }) => [String(day), checkedIn ? 'checked_in' : 'not_checked_in']),
  );
}
