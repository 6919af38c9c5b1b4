import { Writable } from 'node:stream';
import { createLog } from '../../src/kernel/log/log.ts';
import type { StoreDigests } from '../../src/source/digests.ts';
import type {
  ChangeSignals,
  Position,
  StoreNote,
  StoreReject,
  StoreSnapshot,
} from '../../src/source/source.ts';
import type { RangeCounts, StoreProof } from '../../src/source/totals.ts';
import type { StoreOrder, StoreTicket } from '../../src/ticketing/model/store-order.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { openWooStore, type WooStore } from '../../src/woocommerce/woo-store.ts';

export const NEVER = new AbortController().signal;

export const silentLog = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));

export function openStore(url: string, prefix: string | null = null): WooStore {
  return openWooStore({ ...parseStoreUrl(url), prefix, connectTimeoutMs: 5000 }, silentLog);
}

/** A whole event from the reader and the proof. */
export interface ReadEvent {
  readonly orders: readonly StoreOrder[];
  readonly orphans: readonly StoreTicket[];
  readonly rejects: readonly StoreReject[];
  readonly notes: readonly StoreNote[];
  readonly positions: readonly Position[];
  readonly proof: StoreProof;
}

export async function readWholeEvent(
  store: WooStore,
  productId: number,
  variationId: number | null = null,
  limit = 500,
): Promise<ReadEvent> {
  return await withSnapshot(store, productId, variationId, async (snapshot) => {
    const pages = [];
    const whole = await snapshot.selectWhole(NEVER);
    for await (const page of whole.readPages(null, limit, NEVER)) pages.push(page);
    return {
      orders: pages.flatMap((page) => page.orders),
      orphans: pages.flatMap((page) => page.orphans),
      rejects: pages.flatMap((page) => page.rejects),
      notes: pages.flatMap((page) => page.notes),
      positions: pages.map((page) => page.position),
      proof: await snapshot.countWhole({ wooOrderIds: [], wooTicketIds: [] }, NEVER),
    };
  });
}

export async function withSnapshot<T>(
  store: WooStore,
  productId: number,
  variationId: number | null,
  work: (snapshot: StoreSnapshot) => Promise<T>,
): Promise<T> {
  const event = await store.readEvent(productId, NEVER);
  const snapshot = await store.openSnapshot({ event, variationId }, NEVER);
  try {
    return await work(snapshot);
  } finally {
    await snapshot.close();
  }
}

/** WooCommerce offers all capabilities. */
export function signalsOf({ changes }: StoreSnapshot): ChangeSignals {
  if (changes === null) throw new Error('no change signals');
  return changes;
}

export function digestsOf({ digests }: StoreSnapshot): StoreDigests {
  if (digests === null) throw new Error('no digests');
  return digests;
}

export function countsOf({ rangeCounts }: StoreSnapshot): RangeCounts {
  if (rangeCounts === null) throw new Error('no counts by range');
  return rangeCounts;
}
