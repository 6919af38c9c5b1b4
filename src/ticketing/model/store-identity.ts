import type { StoreVerdict } from '../../vocabulary/ticketing.ts';
/** An order by which a store is recognised. */
export interface OrderMark {
  readonly wooOrderId: number;
  /** SHA-256 of the order's key, hexadecimal: the key itself opens the buyer's pages. null: the order has none. */
  readonly keyDigest: string | null;
}

/** The use of an order id in the store. `taken`: a refund, a page or another post has it. */
export type OrderFound =
  | { readonly as: 'order'; readonly keyDigest: string | null; readonly modifiedAtUtc: Date | null }
  | { readonly as: 'taken' };

/** The state of a store's data, recorded after a successful execution. */
export interface StoreState {
  /** Where orders are stored: the same changes do not move an order's time in both places. */
  readonly layout: 'hpos' | 'posts';
  readonly oldest: readonly OrderMark[];
  readonly newest: readonly OrderMark[];
  readonly greatestPostId: number;
  /** null: the store has no queue of actions. */
  readonly greatestActionId: number | null;
  /** null: the store has no log of check-ins. */
  readonly greatestCheckInId: number | null;
}

/** A store as it answers now. */
export interface FoundStore {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  /** null: the product is deleted. */
  readonly productCreatedAtUtc: Date | null;
  readonly state: StoreState;
  /** The id that the next post gets; null: the server does not say. */
  readonly nextPostId: number | null;
  /** The requested ids; one that is missing does not exist. */
  readonly asked: ReadonlyMap<number, OrderFound>;
}

/** An order of the event as the backend holds it, not removed. */
export interface RecordedOrder {
  readonly wooOrderId: number;
  /** null: unknown, or in the future. */
  readonly modifiedAtUtc: Date | null;
  /** Paid or refunded: no clean-up of WooCommerce deletes it. */
  readonly isSettled: boolean;
}

/** The backend's data of the store that a configuration was made for. */
export interface RecordedStore {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly productCreatedAtUtc: Date | null;
  /** null: no execution has stored it yet, as in a backend of version 0.1. */
  readonly state: StoreState | null;
  /** All orders of the event, or those that show an older state of the store first. */
  readonly orders: readonly RecordedOrder[];
  /** A person confirmed the store although its data are older than ours. */
  readonly acceptsOlderState: boolean;
  /** An address at which a person confirmed that another store is. */
  readonly refused: { readonly siteUrl: string; readonly tablePrefix: string } | null;
}

/** How the store's address relates to the recorded one. */
export type AddressRelation = 'same' | 'respelled' | 'new' | 'refused';

export interface WeighedStore {
  readonly verdict: StoreVerdict;
  /** How many of the orders by which the store is recognised are the same, have another key, or are missing. */
  readonly marks: { readonly matching: number; readonly different: number; readonly missing: number };
  /** Orders of the backend that the store does not have. */
  readonly missing: readonly RecordedOrder[];
  /** Orders of the backend that the store has in a state before a change that we saw. */
  readonly older: readonly RecordedOrder[];
  /** By how many entries the store's check-in log went back, if its actions went back as well. */
  readonly lostCheckIns: number;
}

/** The order ids to request from a store before comparing it. */
export function idsToAsk({ state, orders }: RecordedStore): readonly number[] {
  const marks = state === null ? [] : [...state.oldest, ...state.newest];
  return [...new Set([...marks, ...orders].map(({ wooOrderId }) => wooOrderId))];
}

/** Compares a store with the recorded one, by facts that do not change in a store's life. */
export function weighStore(
  recorded: RecordedStore,
  found: FoundStore,
  address: AddressRelation,
): WeighedStore {
  const marks = compareMarks(recorded.state, found);
  const missing = recorded.orders.filter(({ wooOrderId }) => found.asked.get(wooOrderId)?.as !== 'order');
  const older = recorded.orders.filter((order) => isOlder(order, recorded, found));
  const lostCheckIns = countLostCheckIns(recorded.state, found);
  const pinned = recorded.productCreatedAtUtc?.getTime();
  const created = found.productCreatedAtUtc?.getTime();
  const otherProduct = pinned !== undefined && created !== undefined && pinned !== created;
  const unrelated = marks.matching === 0 && (marks.different > 0 || otherProduct);
  const verdict = (): StoreVerdict => {
    if (address === 'refused' || unrelated) return 'other';
    const accepted = recorded.acceptsOlderState && address !== 'new';
    if (!accepted && lacksRecordedRows()) return 'older';
    if (otherProduct) return 'product-changed';
    return address === 'new' ? 'moved' : address;
  };
  const lacksRecordedRows = (): boolean => {
    if (marks.different > 0 || lostCheckIns > 0) return true;
    if (missing.some(({ wooOrderId }) => found.asked.get(wooOrderId)?.as === 'taken')) return true;
    if (address === 'new') return older.length > 0 || lacksTheNewest(recorded.orders, missing);
    if (older.length > 0 && actionsWentBack(recorded.state, found) !== false) return true;
    return missing.length > 0 && countsFromBefore(recorded.state, found);
  };
  return { verdict: verdict(), marks, missing, older, lostCheckIns };
}

function compareMarks(state: StoreState | null, found: FoundStore): WeighedStore['marks'] {
  const marks = { matching: 0, different: 0, missing: 0 };
  const known = new Map(
    [...(state?.oldest ?? []), ...(state?.newest ?? [])].map((mark) => [mark.wooOrderId, mark.keyDigest]),
  );
  for (const [id, keyDigest] of known) {
    const there = found.asked.get(id);
    if (there === undefined) marks.missing += 1;
    else if (there.as === 'taken') marks.different += 1;
    else if (keyDigest === null || there.keyDigest === null) continue;
    else if (there.keyDigest === keyDigest) marks.matching += 1;
    else marks.different += 1;
  }
  return marks;
}

/**
 * An order's time of change only grows while the order is stored in the same place. It goes back in rare cases: when
 * the store's clock was corrected, or when a person copied the orders of one place into the other again.
 */
function isOlder(
  { wooOrderId, modifiedAtUtc }: RecordedOrder,
  recorded: RecordedStore,
  found: FoundStore,
): boolean {
  const there = found.asked.get(wooOrderId);
  if (there?.as !== 'order' || there.modifiedAtUtc === null || modifiedAtUtc === null) return false;
  if (recorded.state !== null && recorded.state.layout !== found.state.layout) return false;
  return there.modifiedAtUtc < modifiedAtUtc;
}

/**
 * Orders that people delete are missing between others, while a copy and a backup lack the newest ones. Unpaid orders
 * do not count, because WooCommerce deletes those itself.
 */
function lacksTheNewest(orders: readonly RecordedOrder[], missing: readonly RecordedOrder[]): boolean {
  const gone = new Set(missing);
  const newestThere = Math.max(
    0,
    ...orders.filter((order) => !gone.has(order)).map(({ wooOrderId }) => wooOrderId),
  );
  return missing.some(({ wooOrderId, isSettled }) => isSettled && wooOrderId > newestThere);
}

/**
 * Deleting the newest order does not change the store's counters; a restored backup sets all of them back. A counter
 * that has grown shows that the store is no backup.
 */
function countsFromBefore(state: StoreState | null, { state: now, nextPostId }: FoundStore): boolean {
  if (state === null || now.greatestPostId >= state.greatestPostId) return false;
  if (nextPostId !== null && nextPostId > state.greatestPostId) return false;
  return actionsWentBack(state, { state: now }) !== false;
}

/** A store adds actions all day and never takes finished ones back; null: unknown. */
function actionsWentBack(recorded: StoreState | null, { state }: Pick<FoundStore, 'state'>): boolean | null {
  const [before, after] = [recorded?.greatestActionId ?? null, state.greatestActionId];
  return before === null || after === null ? null : after < before;
}

/** Deleting a ticket deletes its check-ins, so their ids alone prove nothing. */
function countLostCheckIns(state: StoreState | null, { state: now }: FoundStore): number {
  if (state === null || state.greatestCheckInId === null || now.greatestCheckInId === null) return 0;
  if (actionsWentBack(state, { state: now }) !== true) return 0;
  return Math.max(0, state.greatestCheckInId - now.greatestCheckInId);
}
