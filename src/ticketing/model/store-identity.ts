import type { StoreVerdict } from '../../vocabulary/ticketing.ts';
/** An order by which a store is recognised. */
export interface OrderMark {
  readonly wooOrderId: number;
  /**
   * The SHA-256 of the order's key, hexadecimal, because the key itself gives access to the buyer's pages. Null
   * if the order has none.
   */
  readonly keyDigest: string | null;
}

/** What an order id is used for in the store. `taken`: a refund, a page or another post has it. */
export type OrderFound =
  | { readonly as: 'order'; readonly keyDigest: string | null; readonly modifiedAtUtc: Date | null }
  | { readonly as: 'taken' };

/** The state of a store's data, recorded after a successful execution. */
export interface StoreState {
  /** Where orders are stored. The same changes do not update an order's time in both places. */
  readonly layout: 'hpos' | 'posts';
  readonly oldest: readonly OrderMark[];
  readonly newest: readonly OrderMark[];
  readonly greatestPostId: number;
  /** Null if the store has no queue of actions. */
  readonly greatestActionId: number | null;
  /** Null if the store has no log of check-ins. */
  readonly greatestCheckInId: number | null;
}

/** A store as it answers now. */
export interface FoundStore {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  /** The creation date of the product; null if the product is deleted. */
  readonly productCreatedAtUtc: Date | null;
  readonly state: StoreState;
  /** The id that the next post will get; null if the server does not report it. */
  readonly nextPostId: number | null;
  /** What the requested ids are used for. An id that is missing is not used. */
  readonly asked: ReadonlyMap<number, OrderFound>;
}

/** An order of the event in the backend that is not removed. */
export interface RecordedOrder {
  readonly wooOrderId: number;
  /** The time of its last change; null if that is unknown or in the future. */
  readonly modifiedAtUtc: Date | null;
  /** true if it is paid or refunded. Then no clean-up of WooCommerce deletes it. */
  readonly isSettled: boolean;
}

/** The backend's data about the store for which a configuration was created. */
export interface RecordedStore {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly productCreatedAtUtc: Date | null;
  /**
   * The state at the last successful execution. Null if no execution has stored it yet, as in a backend of
   * version 0.1.
   */
  readonly state: StoreState | null;
  /** All orders of the event, or those that would be the first to show an older state of the store. */
  readonly orders: readonly RecordedOrder[];
  /** true if a person confirmed the store although its data are older than ours. */
  readonly acceptsOlderState: boolean;
  /** A person confirmed that the store at this address is another one. */
  readonly refused: { readonly siteUrl: string; readonly tablePrefix: string } | null;
}

/** How the store's present address relates to the recorded one. */
export type AddressRelation = 'same' | 'respelled' | 'new' | 'refused';

export interface WeighedStore {
  readonly verdict: StoreVerdict;
  /** How many of the orders by which the store is recognised are the same, have another key, or are missing. */
  readonly marks: { readonly matching: number; readonly different: number; readonly missing: number };
  /** The number of the backend's orders that the store does not have. */
  readonly missing: readonly RecordedOrder[];
  /** The number of the backend's orders that the store has in a state before a change that Taquilla read. */
  readonly older: readonly RecordedOrder[];
  /** By how many entries the store's check-in log went back, if its actions went back as well. */
  readonly lostCheckIns: number;
}

/** The ids of orders to request from a store before it is compared. */
export function idsToAsk({ state, orders }: RecordedStore): readonly number[] {
  const marks = state === null ? [] : [...state.oldest, ...state.newest];
  return [...new Set([...marks, ...orders].map(({ wooOrderId }) => wooOrderId))];
}

/** Compares a store with the recorded one, by facts that do not change during a store's life. */
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
 * The time of change of an order only grows while the order is stored in the same place. In rare cases it goes
 * back: when the store's clock was corrected, or when a person copied the orders of one place into the other
 * again.
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
 * If people delete orders, these are missing between others, while a copy or a backup lacks the newest ones.
 * Unpaid orders do not count, because WooCommerce deletes those itself.
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
 * Deleting the newest order does not change the store's counters, while a restored backup sets all of them
 * back. If a counter has grown, the store is not a backup.
 */
function countsFromBefore(state: StoreState | null, { state: now, nextPostId }: FoundStore): boolean {
  if (state === null || now.greatestPostId >= state.greatestPostId) return false;
  if (nextPostId !== null && nextPostId > state.greatestPostId) return false;
  return actionsWentBack(state, { state: now }) !== false;
}

/**
 * How far the actions went back. A store adds actions all day and never takes finished ones back; null if
 * unknown.
 */
function actionsWentBack(recorded: StoreState | null, { state }: Pick<FoundStore, 'state'>): boolean | null {
  const [before, after] = [recorded?.greatestActionId ?? null, state.greatestActionId];
  return before === null || after === null ? null : after < before;
}

/** Deleting a ticket deletes its check-ins, so the ids of check-ins alone prove nothing. */
function countLostCheckIns(state: StoreState | null, { state: now }: FoundStore): number {
  if (state === null || state.greatestCheckInId === null || now.greatestCheckInId === null) return 0;
  if (actionsWentBack(state, { state: now }) !== true) return 0;
  return Math.max(0, state.greatestCheckInId - now.greatestCheckInId);
}
