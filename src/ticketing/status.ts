import type { Because } from '../kernel/sentences/reasons/reason.ts';
import type { OrderStatus } from '../vocabulary/ticketing.ts';
import type { StoreOrder } from './model/store-order.ts';

/** The statuses of carts and unsaved drafts, which are not orders yet. */
export const DRAFT_STATUSES: readonly string[] = ['auto-draft', 'checkout-draft', 'draft', 'new'];

const KNOWN: Readonly<Record<string, OrderStatus>> = {
  pending: 'pending',
  'on-hold': 'on_hold',
  processing: 'paid',
  completed: 'paid',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
  trash: 'trashed',
};

/** A status as the store stores it, without WooCommerce's prefix. Its case does not matter, as in databases. */
export function bareStatus(stored: string): string {
  // Removes spaces only, like SQL's TRIM.
  return stored
    .replace(/^ +| +$/g, '')
    .toLowerCase()
    .replace(/^wc-/, '');
}

/** WooCommerce's own statuses, which by themselves show whether an order is paid. */
export function isOwnStatus(sourceStatus: string): boolean {
  return Object.hasOwn(KNOWN, sourceStatus) || DRAFT_STATUSES.includes(sourceStatus);
}

interface MappedStatus {
  readonly status: OrderStatus;
  /** A plugin's status that neither Taquilla nor the configuration knows. */
  readonly unmapped: boolean;
}

/**
 * Converts a store's order status to ours. A plugin's status that is not configured is paid if the order was
 * ever paid.
 *
 * @param everPaid see `wasEverPaid`
 */
export function mapOrderStatus(
  sourceStatus: string,
  everPaid: boolean,
  mapping: Readonly<Record<string, OrderStatus>>,
  because?: Because,
): MappedStatus {
  const isMapped = Object.hasOwn(mapping, sourceStatus);
  const mapped = isMapped
    ? mapping[sourceStatus]
    : Object.hasOwn(KNOWN, sourceStatus)
      ? KNOWN[sourceStatus]
      : undefined;
  if (mapped !== undefined) {
    because?.({
      code: isMapped ? 'status_mapped' : 'status_own',
      figures: { source: sourceStatus, status: mapped },
    });
    return { status: mapped, unmapped: false };
  }
  const status = everPaid ? 'paid' : 'pending';
  because?.({ code: 'status_unmapped', figures: { source: sourceStatus, status } });
  return { status, unmapped: true };
}

/**
 * Whether an order was ever paid, independent of its status: it has a date of payment or completion, or tickets
 * of a plugin that creates them for paid orders only.
 */
export function wasEverPaid(
  order: Pick<StoreOrder, 'saysPaid' | 'ticketsGenerated'>,
  rules: {
    readonly issuingStatuses: readonly string[];
    readonly statusMapping: Readonly<Record<string, OrderStatus>>;
  },
): boolean {
  return proofOfPayment(order, rules) !== null;
}

/** What shows that an order was ever paid; null if nothing does. */
export function proofOfPayment(
  order: Pick<StoreOrder, 'saysPaid' | 'ticketsGenerated'>,
  {
    issuingStatuses,
    statusMapping,
  }: {
    readonly issuingStatuses: readonly string[];
    readonly statusMapping: Readonly<Record<string, OrderStatus>>;
  },
): 'date' | 'tickets' | null {
  if (order.saysPaid) return 'date';
  const provesPayment =
    order.ticketsGenerated &&
    issuingStatuses.every((status) => mapOrderStatus(status, false, statusMapping).status === 'paid');
  return provesPayment ? 'tickets' : null;
}
