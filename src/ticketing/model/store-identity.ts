import type { StoreVerdict } from '../../vocabulary/ticketing.ts';
/** An order by which a store's data are recognised. */
export interface OrderMark {
  readonly wooOrderId: number;
  /** SHA-256 of the order's key, hexadecimal: the key itself opens the buyer's pages. null: the order has none. */
  readonly keyDigest: string | null;
}

/** What becomes of an order id in the store. `taken`: something else has it, a refund or a page. */
export type OrderFound =
  | { readonly as: 'order'; readonly keyDigest: string | null; readonly modifiedAtUtc: Date | null }
  | { readonly as: 'taken' };

/** The state of a store's data: what is recorded of it after a good execution. */
export interface StoreState {
  /** Where orders are kept: the two places do not move an order's time for the same changes. */
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
  /** The ids that were asked for; one that is not in it does not exist. */
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

/** What is recorded of the store that a configuration was made for. */
export interface RecordedStore {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly productCreatedAtUtc: Date | null;
  /** null: no execution has kept it yet, as in a backend of version 0.1. */
  readonly state: StoreState | null;
  /** All orders of the event, or those that an older state of the store would give away first. */
  readonly orders: readonly RecordedOrder[];
  /** A person said that the store is right, though its data are older than ours. */
  readonly acceptsOlderState: boolean;
  /** The address of which a person said that another store is there. */
  readonly refused: { readonly siteUrl: string; readonly tablePrefix: string } | null;
}

/** How the address that answers is related to the recorded one. */
export type AddressRelation = 'same' | 'respelled' | 'new' | 'refused';

export interface WeighedStore {
  readonly verdict: StoreVerdict;
  /** Of the orders by which the store is recognised: how many are the same, have another key, are not there. */
  readonly marks: { readonly matching: number; readonly different: number; readonly missing: number };
  /** Held orders that the store does not have. */
  readonly missing: readonly RecordedOrder[];
  /** Held orders that the store has as they were before a change that we saw. */
  readonly older: readonly RecordedOrder[];
  /** By how many entries the store's log of check-ins went back, where its other work did so, too. */
  readonly lostCheckIns: number;
}

/** The order ids that a store is asked for before it is weighed. */
export function idsToAsk({ state, orders }: RecordedStore): readonly number[] {
  const marks = state === null ? [] : [...state.oldest, ...state.newest];
  return [...new Set([...marks, ...orders].map(({ wooOrderId }) => wooOrderId))];
}

/** Decides whether a store is the recorded one, by what does not change in a store's life. */
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
    if (!accepted && lacksWhatWeHold()) return 'older';
    if (otherProduct) return 'product-changed';
    return address === 'new' ? 'moved' : address;
  };
  const lacksWhatWeHold = (): boolean => {
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
 * An order's time of change goes on, while it is kept in the same place. Hardly ever it goes back by itself: when the
 * store's clock was put right, or when a person copied the orders of one place into the other again.
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
 * Orders that people delete are missing between others. In a copy and in a backup the newest ones are missing;
 * unpaid orders do not count, because WooCommerce deletes those by itself.
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
 * Deleting the newest order leaves the store's counters where they are; a restored backup brings back all of them.
 * One that went on says that it is no backup.
 */
function countsFromBefore(state: StoreState | null, { state: now, nextPostId }: FoundStore): boolean {
  if (state === null || now.greatestPostId >= state.greatestPostId) return false;
  if (nextPostId !== null && nextPostId > state.greatestPostId) return false;
  return actionsWentBack(state, { state: now }) !== false;
}

/** A store's own work makes new actions all day, and nothing takes finished ones back; null: it is unknown. */
function actionsWentBack(recorded: StoreState | null, { state }: Pick<FoundStore, 'state'>): boolean | null {
  const [before, after] = [recorded?.greatestActionId ?? null, state.greatestActionId];
  return before === null || after === null ? null : after < before;
}

/** Deleting a ticket deletes its check-ins, so that their ids alone say nothing. */
function countLostCheckIns(state: StoreState | null, { state: now }: FoundStore): number {
  if (state === null || state.greatestCheckInId === null || now.greatestCheckInId === null) return 0;
  if (actionsWentBack(state, { state: now }) !== true) return 0;
  return Math.max(0, state.greatestCheckInId - now.greatestCheckInId);
}
