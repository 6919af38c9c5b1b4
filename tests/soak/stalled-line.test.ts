import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshBackend, syncProduct } from '../pipe/sync-store.ts';
import { firstDifference, wholeBackend } from '../pipe/whole-backend.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateSshd, startSshd, untilNoRemoteProcess } from '../servers/private-sshd.ts';
import { startProxy } from '../servers/tcp-proxy.ts';
import { over } from '../woocommerce/connect/gateway-settings.ts';

const PRODUCT = 173911;
const STALL_MS = 60_000;

let store: StoreDatabase;
let sshd: PrivateSshd;

beforeAll(async () => {
  [store, sshd] = await Promise.all([freshStoreDatabase(), startSshd()]);
  await makeDemoStore({ url: store.url, orders: 1_200, seed: 3, layout: 'hpos' });
});
afterAll(async () => {
  await sshd.stop();
  await store.drop();
});

describe.each(['ssh_tunnel', 'ssh_exec'] as const)('over %s', (transport) => {
  it('a connection that stalls for a minute in mid-page is given up in time, and the next attempt is complete', async () => {
    const [backend, undisturbed, proxy] = await Promise.all([
      freshBackend(),
      freshBackend(),
      startProxy(sshd.port),
    ]);
    try {
      await syncProduct(undisturbed, { storeUrl: store.url, product: PRODUCT });
      const way = over(sshd, { transport, ssh: { ...sshd.hop, port: proxy.port } });
      const startedMs = performance.now();
      const { error } = await syncProduct(backend, {
        storeUrl: store.url,
        product: PRODUCT,
        way,
        onPage: async () =>
          proxy.afterBytes(30_000, () => {
            proxy.stall();
            setTimeout(() => proxy.resume(), STALL_MS);
          }),
      });
      expect(error).toMatchObject({
        kind: 'unavailable',
        code: expect.stringMatching(/^store\.(ssh|connection)-lost$/),
      });
      expect(performance.now() - startedMs).toBeLessThan(STALL_MS);
      proxy.resume();
      const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT, way });
      expect(report).toMatchObject({ status: 'success', verification: 'verified' });
      expect(firstDifference(await wholeBackend(backend.db), await wholeBackend(undisturbed.db))).toBeNull();
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
    } finally {
      await proxy.close();
      await backend.close();
      await undisturbed.close();
    }
  });
});
