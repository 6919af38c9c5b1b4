import type { FindStore } from '../backend/stores/require-recorded-store.ts';
import { AppError } from '../kernel/errors.ts';
import { invalidField } from '../kernel/field-faults.ts';
import type { StoreSource } from '../source/source.ts';

/** A store that answered a query for one of its products. */
export interface AskedStore {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly productCreatedAtUtc: Date | null;
  /** The zone that the store names; null if there is none. */
  readonly ownTimezone: string | null;
  readonly find: FindStore;
  /** The figures that a person compares. */
  figures(): Promise<{ readonly orders: number; readonly newestChangeAtUtc: Date | null }>;
}

/** Queries stores by their credentials. */
export interface AskStores {
  /** @throws unavailable, config, missing `store.*` */
  ask<Answer>(
    credentialsId: string,
    wooProductId: number,
    signal: AbortSignal,
    use: (store: AskedStore) => Promise<Answer>,
  ): Promise<Answer>;
  /** Opens a store once for several questions. @throws unavailable, config `store.*` */
  read<Answer>(credentialsId: string, use: (store: ReadStore) => Promise<Answer>): Promise<Answer>;
}

/** A store that answers several questions over one connection. */
export type ReadStore = Pick<
  StoreSource,
  'identify' | 'readEvent' | 'readTranslations' | 'findStore' | 'openSnapshot'
>;

/** The time limit of a query, after which the waiting person gets an error. */
const ASK_WITHIN_MS = 15_000;

/**
 * Queries a store while a person waits.
 *
 * @param field the field of the request that named the product
 * @throws unavailable, config `store.*`; invalid `http.invalid-request`: the store has no such product
 */
export async function askStore<Answer>(
  stores: AskStores,
  credentialsId: string,
  productId: number,
  use: (store: AskedStore) => Promise<Answer>,
  field = 'woocommerce_product_id',
): Promise<Answer> {
  try {
    return await stores.ask(credentialsId, productId, AbortSignal.timeout(ASK_WITHIN_MS), use);
  } catch (thrown) {
    throw asAnswer(thrown, field, 'store.unreachable');
  }
}

/**
 * Opens a store once, for questions about several of its products.
 *
 * @throws unavailable, config `store.*`; invalid `http.invalid-request`: the store lacks one of the products
 */
export async function readStore<Answer>(
  stores: AskStores,
  credentialsId: string,
  withinMs: number,
  use: (store: ReadStore, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    return await stores.read(credentialsId, async (store) => await use(store, signal));
  } catch (thrown) {
    throw asAnswer(thrown, 'woocommerce_product_ids', 'store.statement-timeout');
  }
}

const LATE = {
  'store.unreachable': 'The store cannot be reached.',
  'store.statement-timeout': "The store's database took too long to answer.",
} as const;

/** @param late the code of an answer that did not come in time */
function asAnswer(thrown: unknown, field: string, late: keyof typeof LATE): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  if (thrown.code === 'store.no-such-product') return invalidField(field, 'no_such_product');
  return asLate(thrown, late);
}

/** The error for a waiting person: an answer that did not come in time is an error of the store. */
export function asLate(thrown: unknown, late: keyof typeof LATE): unknown {
  if (!(thrown instanceof AppError) || thrown.kind !== 'aborted') return thrown;
  return new AppError({ code: late, message: LATE[late], cause: thrown });
}
