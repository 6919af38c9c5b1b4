import type { FindStore } from '../backend/stores/require-recorded-store.ts';
import { AppError } from '../kernel/errors.ts';
import { invalidField } from '../kernel/field-faults.ts';

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
}

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
    if (!(thrown instanceof AppError)) throw thrown;
    if (thrown.code === 'store.no-such-product') throw invalidField(field, 'no_such_product');
    if (thrown.kind !== 'aborted') throw thrown;
    throw new AppError({
      code: 'store.unreachable',
      message: 'The store cannot be reached.',
      cause: thrown,
    });
  }
}
