import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { GatewaySettings } from '../../src/woocommerce/connect/store-gateway.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { keepUtf8InLatin1 } from '../servers/latin1-tables.ts';
import { type PrivateSshd, startSshd } from '../servers/private-sshd.ts';
import { over } from '../woocommerce/connect/gateway-settings.ts';
import { freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, sampleStoresPresent } from './truth-file.ts';
import { firstDifference, type WholeBackend, wholeBackend } from './whole-backend.ts';

/**
 * A store with UTF-8 in latin1 tables, over each transport, compared with the same store in utf8mb4. The other tests of
 * the pipe compare the latter with the truth file.
 */
const PRODUCT = 173911;
const STORES = sampleStoresPresent ? ['hpos-small', 'legacy-small'] : ['the demo store'];

let sshd: PrivateSshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(async () => await sshd.stop());

const WAYS: Record<string, () => Partial<GatewaySettings>> = {
  directly: () => ({}),
  'over a tunnel': () => over(sshd),
  'over a remote client': () => over(sshd, { transport: 'ssh_exec' }),
};

describe.each(STORES)('%s in latin1', (name) => {
  let store: StoreDatabase;
  let inUtf8: WholeBackend;
  beforeAll(async () => {
    store = await freshStoreDatabase();
    if (sampleStoresPresent) await store.loadDump(dumpPath(name));
    else await makeDemoStore({ url: store.url, orders: 300, seed: 5, layout: 'hpos' });
    inUtf8 = (await synced({})).whole;
    await keepUtf8InLatin1(store.url);
  });
  afterAll(async () => await store.drop());

  async function synced(way: Partial<GatewaySettings>) {
    const backend = await freshBackend();
    try {
      const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT, way });
      expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [], error: null });
      const { sync_notes: notes = [], ...whole } = await wholeBackend(backend.db);
      return { whole, notes, warnings: report.warnings };
    } finally {
      await backend.close();
    }
  }

  it.each(Object.entries(WAYS))('is read %s as in utf8mb4, and says so', async (_name, way) => {
    const { whole, notes, warnings } = await synced(way());
    expect(firstDifference(whole, inUtf8)).toBeNull();
    expect(warnings).toContain('store.latin1-columns');
    expect(notes.filter((note) => note.includes('utf8_in_latin1')).length).toBeGreaterThan(10);
  });

  it('has names of all kinds', () => {
    const rows = [...(inUtf8['tickets'] ?? []), ...(inUtf8['orders'] ?? [])];
    expect(rows.some((row) => /\p{Extended_Pictographic}/u.test(row))).toBe(true);
    expect(rows.some((row) => /[áéíóúñ]/.test(row))).toBe(true);
  });
});
