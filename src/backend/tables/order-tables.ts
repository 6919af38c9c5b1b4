import type { Money } from '../../kernel/money/money.ts';
import type { Json } from './column-text.ts';
import type { SyncedTable } from './synced-table.ts';

export interface OrderRow {
  readonly event_id: string;
  readonly woo_order_id: number;
  readonly number: string;
  readonly status: string;
  readonly source_status: string;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly phone: string | null;
  readonly billing: Json;
  readonly payment_method: string | null;
  readonly payment_method_title: string | null;
  readonly transaction_id: string | null;
  readonly coupon_codes: Json;
  readonly customer_note: string | null;
  readonly currency: string;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly refunded_by_lines: Money;
  readonly refunded_apportioned: Money;
  readonly refunded: Money;
  readonly net: Money;
  readonly service_fee: Money;
  readonly organizer_amount: Money;
  readonly rounding: Money;
  readonly order_total: Money;
  readonly order_refunded: Money;
  readonly ordered_at: Date | null;
  readonly paid_at: Date | null;
  readonly completed_at: Date | null;
  readonly modified_at: Date | null;
  readonly anonymised_at: Date | null;
}

export const ORDERS: SyncedTable<OrderRow> = {
  name: 'orders',
  columns: {
    event_id: 'uuid',
    woo_order_id: 'bigint',
    number: 'text',
    status: 'text',
    source_status: 'text',
    email: 'text',
    first_name: 'text',
    last_name: 'text',
    phone: 'text',
    billing: 'jsonb',
    payment_method: 'text',
    payment_method_title: 'text',
    transaction_id: 'text',
    coupon_codes: 'jsonb',
    customer_note: 'text',
    currency: 'text',
    subtotal: 'money',
    discount: 'money',
    tax: 'money',
    total: 'money',
    refunded_by_lines: 'money',
    refunded_apportioned: 'money',
    refunded: 'money',
    net: 'money',
    service_fee: 'money',
    organizer_amount: 'money',
    rounding: 'money',
    order_total: 'money',
    order_refunded: 'money',
    ordered_at: 'timestamptz',
    paid_at: 'timestamptz',
    completed_at: 'timestamptz',
    modified_at: 'timestamptz',
    anonymised_at: 'timestamptz',
  },
  merged: [],
  joined: ['anonymised_at'],
};

export interface OrderItemRow {
  readonly order_id: string;
  readonly ticket_tier_id: string | null;
  readonly woo_item_id: number;
  readonly name: string;
  readonly quantity: number;
  readonly refunded_quantity: number;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly refunded: Money;
  readonly unticketed_quantity: number;
  readonly unticketed_amount: Money;
  readonly attributes: Json;
}

export const ORDER_ITEMS: SyncedTable<OrderItemRow> = {
  name: 'order_items',
  columns: {
    order_id: 'uuid',
    ticket_tier_id: 'uuid',
    woo_item_id: 'bigint',
    name: 'text',
    quantity: 'integer',
    refunded_quantity: 'integer',
    subtotal: 'money',
    discount: 'money',
    tax: 'money',
    total: 'money',
    refunded: 'money',
    unticketed_quantity: 'integer',
    unticketed_amount: 'money',
    attributes: 'jsonb',
  },
  merged: [],
  joined: [],
};

export interface RefundRow {
  readonly order_id: string;
  readonly woo_refund_id: number;
  readonly amount: Money;
  readonly order_amount: Money;
  readonly reason: string | null;
  readonly refunded_at: Date | null;
}

export const REFUNDS: SyncedTable<RefundRow> = {
  name: 'refunds',
  columns: {
    order_id: 'uuid',
    woo_refund_id: 'bigint',
    amount: 'money',
    order_amount: 'money',
    reason: 'text',
    refunded_at: 'timestamptz',
  },
  merged: [],
  joined: [],
};

export interface RefundLineRow {
  readonly refund_id: string;
  readonly order_item_id: string;
  readonly woo_item_id: number;
  readonly quantity: number;
  readonly amount: Money;
  readonly tax: Money;
}

export const REFUND_LINES: SyncedTable<RefundLineRow> = {
  name: 'refund_lines',
  columns: {
    refund_id: 'uuid',
    order_item_id: 'uuid',
    woo_item_id: 'bigint',
    quantity: 'integer',
    amount: 'money',
    tax: 'money',
  },
  merged: [],
  joined: [],
};

export interface TicketRow {
  readonly event_id: string;
  readonly order_id: string | null;
  readonly order_item_id: string | null;
  readonly ticket_tier_id: string | null;
  readonly origin: string;
  readonly woo_ticket_id: number | null;
  readonly woo_order_id: number | null;
  readonly woo_product_id: number;
  readonly woo_variation_id: number;
  readonly pending_key: string | null;
  readonly ticket_number: string | null;
  readonly sequence_number: number | null;
  readonly display_number: string | null;
  readonly status: string;
  readonly source_status: string | null;
  readonly source_post_status: string | null;
  readonly create_type: string | null;
  readonly check_in_status: string;
  readonly checked_in_at: Date | null;
  readonly day_status: Json;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly designation: string | null;
  readonly form_data: Json;
  readonly price: Money;
  readonly currency: string | null;
  readonly service_fee: Money;
  readonly organizer_amount: Money;
  readonly store_values: Json;
}

export const TICKETS: SyncedTable<TicketRow> = {
  name: 'tickets',
  columns: {
    event_id: 'uuid',
    order_id: 'uuid',
    order_item_id: 'uuid',
    ticket_tier_id: 'uuid',
    origin: 'text',
    woo_ticket_id: 'bigint',
    woo_order_id: 'bigint',
    woo_product_id: 'bigint',
    woo_variation_id: 'bigint',
    pending_key: 'text',
    ticket_number: 'text',
    sequence_number: 'integer',
    display_number: 'text',
    status: 'text',
    source_status: 'text',
    source_post_status: 'text',
    create_type: 'text',
    check_in_status: 'text',
    checked_in_at: 'timestamptz',
    day_status: 'jsonb',
    first_name: 'text',
    last_name: 'text',
    email: 'text',
    phone: 'text',
    company: 'text',
    designation: 'text',
    form_data: 'jsonb',
    price: 'money',
    currency: 'text',
    service_fee: 'money',
    organizer_amount: 'money',
    store_values: 'jsonb',
  },
  merged: ['first_name', 'last_name', 'email', 'phone', 'company', 'designation', 'form_data'],
  joined: ['check_in_status', 'checked_in_at', 'day_status'],
};
