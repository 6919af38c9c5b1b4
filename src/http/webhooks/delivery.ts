import { createHmac } from 'node:crypto';
import { digestsEqual } from '../../kernel/secrets/opaque-token.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';

/** 32 bytes in base64. Node's own decoder would also take other texts. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
/** No order has lines of more products; further ones would only cost time. */
const MOST_PRODUCTS = 500;
/** The form that WooCommerce sends when a webhook is saved. */
const PING = /^webhook_id=\d{1,20}$/;

/** Whether the signature is that of these very bytes: base64 of their HMAC-SHA256. */
export function isSigned(secret: Secret, body: Buffer, signature: string): boolean {
  if (!SIGNATURE.test(signature)) return false;
  const right = createHmac('sha256', secret.reveal()).update(body).digest();
  return digestsEqual(Buffer.from(signature, 'base64'), right);
}

export function isPing(body: Buffer): boolean {
  return PING.test(body.toString('latin1'));
}

/** The order that a delivery is about. Nothing else of the delivery is used, because an execution reads the order. */
export interface AnnouncedOrder {
  readonly wooOrderId: number;
  /** Products and variations of its lines: they show which events may have the order. */
  readonly wooProductIds: readonly number[];
}

/** The order of a signed delivery; null if it is about something else, or names no order. */
export function readDelivery(topic: string | null, body: Buffer): AnnouncedOrder | null {
  if (topic === null || !topic.startsWith('order.')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
  const outer = membersOf(parsed);
  // WooCommerce's legacy version of the API has the order in a member of its own.
  const order = 'order' in outer ? membersOf(outer['order']) : outer;
  const wooOrderId = toId(order['id']);
  if (wooOrderId === null) return null;
  return { wooOrderId, wooProductIds: productsOf(order['line_items']) };
}

function productsOf(lines: unknown): readonly number[] {
  const ids = new Set<number>();
  for (const line of Array.isArray(lines) ? lines : []) {
    const { product_id, variation_id } = membersOf(line);
    for (const id of [toId(product_id), toId(variation_id)]) {
      if (id !== null) ids.add(id);
      if (ids.size >= MOST_PRODUCTS) return [...ids];
    }
  }
  return [...ids];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toId(value: unknown): number | null {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
}
