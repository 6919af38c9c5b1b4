import type { QueryResultRow } from 'pg';
import { expect } from 'vitest';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase } from '../servers/databases.ts';
import { freshBackend, syncProduct } from './sync-store.ts';

/** A small store on a real server, and a backend that is synced with one event of it. */
export async function smallWorld(product: number, sql: string) {
  const store = await freshStoreDatabase();
  const backend = await freshBackend();
  await store.exec(sql);
  const sync = async (depth: Depth): Promise<SyncReport> =>
    (await syncProduct(backend, { storeUrl: store.url, product, depth })).report;
  return {
    store,
    db: backend.db,
    log: backend.log,
    sync,
    /** An execution that must succeed, at this depth or a deeper one. */
    async verified(depth: Depth, reached: Depth = depth): Promise<SyncReport> {
      const report = await sync(depth);
      expect(report).toMatchObject({
        status: 'success',
        verification: 'verified',
        depth: reached,
        rejects: [],
      });
      return report;
    },
    async rows<Row extends object = Record<string, string>>(query: string): Promise<readonly Row[]> {
      return (await backend.db.query<Row & QueryResultRow>(query)).rows;
    },
    async close(): Promise<void> {
      await backend.close();
      await store.drop();
    },
  };
}

export type SmallWorld = Awaited<ReturnType<typeof smallWorld>>;

/** The rows of the proof on which store and backend differ. */
export function differencesIn({ proof }: SyncReport): readonly unknown[] {
  return proof
    .filter(({ equal }) => !equal)
    .map(({ subject, group, store, backend }) => [subject, group, store, backend]);
}

/** The checkout's record of attendees of one product, as PHP writes it. */
export function recordOf(product: number, names: readonly string[]): string {
  const text = (value: string): string => `s:${Buffer.byteLength(value)}:"${value}";`;
  const tickets = names.map(
    (name, at) =>
      `i:${at + 1};a:2:{${text('WooCommerceEventsProductID')}${text(String(product))}${text('WooCommerceEventsAttendeeName')}${text(name)}}`,
  );
  return `a:1:{i:1;a:${names.length}:{${tickets.join('')}}}`;
}
