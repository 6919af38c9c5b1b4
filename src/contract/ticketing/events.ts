import { z } from 'zod';
import {
  CHECK_IN_STATUSES,
  EVENT_STATUSES,
  ORDER_STATUSES,
  TICKET_STATUSES,
} from '../../vocabulary/ticketing.ts';
import {
  amountShape,
  idShape,
  instantInput,
  instantShape,
  lineInput,
  textInput,
  timezoneInput,
} from '../scalars.ts';
import { editInput, editStateShape } from './edits.ts';
import { longListQuery, longPageOf, removedInput, rowTimes, wooIdFilter } from './lists.ts';

/** A product of a store that is read as an event. */
const eventShape = z.object({
  id: idShape,
  organizer_id: idShape,
  organizer_name: z.string(),
  /** Null if no configuration syncs it any more. */
  configuration_id: idShape.nullable(),
  title: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  status: z.enum(EVENT_STATUSES),
  visibility: z.enum(['public', 'private']),
  starts_at: instantShape.nullable(),
  ends_at: instantShape.nullable(),
  timezone: z.string(),
  /** The number of days on which people are admitted. */
  num_days: z.int(),
  venue: z.string().nullable(),
  woo_product_id: z.int(),
  woo_variation_id: z.int().nullable(),
  store_url: z.string(),
  ...rowTimes,
});
export type Event = z.infer<typeof eventShape>;

export const eventPageShape = longPageOf(eventShape);
export const eventQuery = longListQuery(
  {
    organizer: idShape.optional(),
    status: z.enum(EVENT_STATUSES).optional(),
    woo_product_id: wooIdFilter.optional(),
    removed: removedInput.optional(),
  },
  ['starts_at', 'title', 'created_at', 'updated_at'],
);

/** Sums of orders in one currency. */
const totals = {
  currency: z.string(),
  orders: z.int(),
  /** The units of the event that were bought, and how many of them lines of refunds returned. */
  quantity: z.int(),
  refunded_quantity: z.int(),
  total: amountShape,
  /**
   * `total` is rounded for each order. This is the difference between `total` and the sum of the lines, which
   * is also the sum of the tiers.
   */
  rounding: amountShape,
  /** `refunded_by_lines` + `refunded_apportioned` + `refunded_rounding`. */
  refunded: amountShape,
  /** The amount refunded by lines of refunds, as in the tiers. */
  refunded_by_lines: amountShape,
  /** This event's part of refunds that name no line and therefore no tier. */
  refunded_apportioned: amountShape,
  /** `refunded` is rounded once for each order; this is the difference. */
  refunded_rounding: amountShape,
  net: amountShape,
  service_fee: amountShape,
  organizer_amount: amountShape,
};

/**
 * The product of a slot or a row of seats. An event may have several products, whose slots may have the same
 * text.
 */
const placeProduct = {
  woo_product_id: z.int(),
  /** The name of the product's only tier; null if it has several. */
  product_name: z.string().nullable(),
};

/** An event with its sales, summed from its present orders. */
export const eventDetailShape = eventShape.extend({
  ...editStateShape,
  sales_by_status: z.array(z.object({ status: z.enum(ORDER_STATUSES), ...totals })),
  /** The sums of `sales_by_status`, one for each currency. */
  totals: z.array(z.object(totals)),
  /** The sales by tier, of paid and refunded orders. */
  sales_by_tier: z.array(
    z.object({
      /** Null for lines whose variation is in no tier. */
      ticket_tier_id: idShape.nullable(),
      name: z.string().nullable(),
      currency: z.string(),
      quantity: z.int(),
      refunded_quantity: z.int(),
      /** After discounts, tax included. */
      total: amountShape,
      /**
       * The amount refunded by lines of refunds. Refunds without a line are in `refunded_apportioned` of
       * `payouts`.
       */
      refunded: amountShape,
    }),
  ),
  /** The sales of paid and refunded orders, by the day of purchase in the event's zone. */
  sales_by_day: z.array(
    z.object({
      /** The day; null if the store has no date. */
      day: z.iso.date().nullable(),
      ...totals,
    }),
  ),
  /** All tickets, by tier and state. */
  tickets: z.array(
    z.object({
      ticket_tier_id: idShape.nullable(),
      name: z.string().nullable(),
      status: z.enum(TICKET_STATUSES),
      check_in_status: z.enum(CHECK_IN_STATUSES),
      tickets: z.int(),
    }),
  ),
  /** The zone of the event's first product in the store: a correction of `timezone` does not change it. */
  slot_timezone: z.string(),
  /** The slots for which there are tickets, the earliest first. Empty if the event is not sold by slots. */
  slots: z.array(
    z.object({
      ...placeProduct,
      /** The text that the store shows. */
      slot: z.string(),
      slot_at: instantShape.nullable(),
      /** The product's zone in the store, by whose clock `slot_at` is shown. */
      slot_timezone: z.string(),
      /** The date as the store shows it, if `slot_at` is not known or the slot has no time of day. */
      slot_date: z.string().nullable(),
      /** All tickets that the store has, whatever their state. */
      tickets: z.int(),
      valid: z.int(),
      /** Tickets that were checked in on at least one day, whether or not they are still valid. */
      checked_in: z.int(),
      checked_in_valid: z.int(),
      pending: z.int(),
      /** The sales of paid and refunded orders, one entry for each currency. */
      sales: z.array(
        z.object({
          currency: z.string(),
          tickets: z.int(),
          refunded_tickets: z.int(),
          /** The price of these tickets after discounts, with tax. */
          total: amountShape,
          organizer_amount: amountShape,
        }),
      ),
    }),
  ),
  /** Empty if tickets have no seats. */
  seat_rows: z.array(z.object({ ...placeProduct, seat_row: z.string(), tickets: z.int() })),
  /** The people who were checked in, and how they add up to the days that the proof counts. */
  check_ins: z.object({
    /** Tickets that were checked in on at least one day, whatever their present status is. */
    tickets: z.int(),
    /** Those of these tickets that still open the gate. */
    valid: z.int(),
    /** Those of these tickets that no longer open the gate: refunded, cancelled, or without an order. */
    not_valid: z.int(),
    /** The checked-in days of these tickets: one for each day of each ticket. */
    days: z.int(),
    /** The days among them that the store has. */
    days_by_store: z.int(),
    /** The days among them that only the local gate has. */
    days_by_local_gate: z.int(),
    /** The store's days of tickets in its trash, which are not included above. */
    days_trashed: z.int(),
    /** `days_by_store` + `days_trashed`: the `days_checked_in` of the proof. */
    days_in_store: z.int(),
  }),
  /** The payout to the organizer, one entry for each currency, from paid and refunded orders. */
  payouts: z.array(z.object(totals)),
});
export type EventDetail = z.infer<typeof eventDetailShape>;

/**
 * The fields of an event that people may change. Times without an offset are in the event's zone after the
 * change.
 */
export const eventEditInput = editInput({
  title: lineInput(200).optional(),
  description: textInput(20_000).nullable().optional(),
  starts_at: instantInput.nullable().optional(),
  ends_at: instantInput.nullable().optional(),
  timezone: timezoneInput.optional(),
  venue: textInput(500).nullable().optional(),
});
