import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The sample stores are beside the checkout: they are test data and not part of the project. */
const STORES = new URL('../../../shared/stores/', import.meta.url);

export const sampleStoresPresent = existsSync(STORES);

export function dumpPath(name: string): string {
  return fileURLToPath(new URL(`${name}.sql.gz`, STORES));
}

/** Every dump beside the checkout, in any layout. */
export function allDumps(): readonly string[] {
  if (!sampleStoresPresent) return [];
  const files = readdirSync(STORES, { recursive: true, encoding: 'utf8' });
  return files.flatMap((file) => (file.endsWith('.sql.gz') ? [file.slice(0, -'.sql.gz'.length)] : [])).sort();
}

/** The answers of WooCommerce's own PHP API for a dump, without any SQL of ours. */
export function readTruth(name: string): Truth {
  return JSON.parse(readFileSync(new URL(`${name}.truth.json`, STORES), 'utf8')) as Truth;
}

export interface Truth {
  readonly store: {
    readonly db_prefix: string;
    readonly currency: string;
    readonly decimals: number;
    readonly timezone: string;
  };
  readonly products: readonly TruthProduct[];
  readonly orders: readonly TruthOrder[];
  readonly tickets: readonly TruthTicket[];
  readonly tickets_not_generated: readonly TruthAttendee[];
  readonly check_in_rows: readonly { readonly id: string; readonly tid: string; readonly eid: string }[];
}

export interface TruthProduct {
  readonly product_id: number;
  readonly name: string | null;
  readonly exists: boolean;
  readonly is_event: boolean;
  readonly orders_by_status: Readonly<Record<string, number>>;
  readonly totals_by_status: Readonly<Record<string, Readonly<Record<string, TruthTotals>>>>;
  readonly tickets: { readonly total: number };
}

interface TruthTotals {
  readonly orders: number;
  readonly line_items: number;
  readonly qty: number;
  readonly subtotal: string;
  readonly discount: string;
  readonly total: string;
  readonly tax: string;
  readonly refunded_qty: number;
  readonly refunded_total: string;
  readonly refunded_tax: string;
}

export interface TruthOrder {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly currency: string;
  readonly billing_email: string;
  readonly billing_first_name: string;
  readonly billing_last_name: string;
  readonly billing_phone: string;
  readonly payment_method: string;
  readonly payment_method_title: string;
  readonly transaction_id: string;
  readonly customer_note: string;
  readonly date_created_gmt: string | null;
  readonly date_modified_gmt: string | null;
  readonly date_paid_gmt: string | null;
  readonly date_completed_gmt: string | null;
  readonly total: string;
  readonly total_refunded: string;
  readonly coupons: readonly string[];
  readonly lines: readonly TruthLine[];
  readonly refunds: readonly TruthRefund[];
  readonly meta: { readonly tickets_generated: string; readonly admin_add_ticket: string };
}

export interface TruthLine {
  readonly item_id: number;
  readonly product_id: number;
  readonly variation_id: number;
  readonly name: string;
  readonly qty: number;
  readonly subtotal: string;
  readonly total: string;
  readonly tax: string;
  readonly refunded_qty: number;
  readonly refunded_total: string;
  readonly refunded_tax: string;
}

interface TruthRefund {
  readonly id: number;
  readonly amount: string;
  readonly reason: string;
  readonly date_created_gmt: string;
  readonly lines: readonly {
    readonly item_id: number;
    readonly type: string;
    readonly refunded_item_id: number;
    readonly qty: number;
    readonly total: string;
    readonly tax: string;
  }[];
}

export interface TruthTicket {
  readonly post_id: number;
  readonly post_status: string;
  readonly ticket_id: string;
  readonly number: string;
  readonly number_formatted: string;
  readonly order_id: string | null;
  readonly order_exists: boolean;
  readonly product_id: number;
  readonly variation_id: string | null;
  readonly status: string | null;
  readonly multiday_status: string | null;
  readonly attendee: Readonly<
    Record<'first' | 'last' | 'email' | 'phone' | 'company' | 'designation', string>
  >;
  readonly create_type: string | null;
  /** Absent in stores without the add-on; null if the ticket has none. */
  readonly seat?: { readonly row: string; readonly number: string } | null;
  readonly booking?: { readonly slot: string; readonly date: string; readonly mysql: string } | null;
  readonly custom: readonly { readonly key: string; readonly label: string | null; readonly value: string }[];
}

export interface TruthAttendee {
  readonly order_id: number;
  readonly order_status: string;
  readonly x: number;
  readonly y: number;
  readonly product_id: number;
  readonly variation_id: number | string | null;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly custom: Readonly<Record<string, string>>;
}

/** The changes of a store between two dumps, and which of its times moved. */
export function readMatrix(name: string): readonly { readonly change: string; readonly order_id: number }[] {
  return JSON.parse(readFileSync(new URL(`${name}-matrix.json`, STORES), 'utf8')) as ReturnType<
    typeof readMatrix
  >;
}

/** Which ids of a dump have which edge case. */
export function readScenario(name: string): {
  readonly events: Readonly<Record<string, unknown>>;
  readonly edge_index?: Readonly<Record<string, unknown>>;
} {
  const file = readFileSync(new URL(`${name}.truth.json`, STORES), 'utf8');
  return (JSON.parse(file) as { readonly scenario: ReturnType<typeof readScenario> }).scenario;
}
