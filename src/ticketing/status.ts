/** Our order statuses; `trashed` orders are also removed. */
export type OrderStatus = 'pending' | 'on_hold' | 'paid' | 'cancelled' | 'refunded' | 'failed' | 'trashed';

/**
 * active: opens the gate. pending: paid, its post not yet made. inactive: the order is not paid.
 * orphaned: its order is gone from the store.
 */
export type TicketStatus = 'active' | 'pending' | 'inactive' | 'cancelled' | 'refunded' | 'orphaned';

/** Carts and unsaved drafts are not orders yet. */
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

interface MappedStatus {
  readonly status: OrderStatus;
  /** A plugin's status that neither we nor the configuration know. */
  readonly unmapped: boolean;
}

/** A store's order status as ours; a plugin's unknown one is paid if the order was ever paid. */
export function mapOrderStatus(
  sourceStatus: string,
  paidAtUtc: Date | null,
  mapping: Readonly<Record<string, OrderStatus>>,
): MappedStatus {
  const known = Object.hasOwn(mapping, sourceStatus)
    ? mapping[sourceStatus]
    : Object.hasOwn(KNOWN, sourceStatus)
      ? KNOWN[sourceStatus]
      : undefined;
  if (known !== undefined) return { status: known, unmapped: false };
  return { status: paidAtUtc === null ? 'pending' : 'paid', unmapped: true };
}
