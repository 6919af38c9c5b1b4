import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { ReachSettings } from '../../src/woocommerce/reach/reach.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateSshd, startSshd, untilNoRemoteProcess } from '../servers/private-sshd.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { over } from '../woocommerce/reach/ways.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';
import { firstDifference, wholeBackend } from './whole-backend.ts';

const PRODUCT = 173911;
/** Into the second page of orders. */
const IN_MID_PAGE_BYTES = 30_000;

let store: StoreDatabase;
let sshd: PrivateSshd;
let undisturbed: Awaited<ReturnType<typeof wholeBackend>>;

beforeAll(async () => {
  [store, sshd] = await Promise.all([freshStoreDatabase(), startSshd()]);
  await makeDemoStore({ url: store.url, orders: 1_200, seed: 3, layout: 'hpos' });
  const backend = await freshBackend();
  await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
  undisturbed = await wholeBackend(backend.db);
  await backend.close();
});
afterAll(async () => {
  await sshd.stop();
  await store.drop();
});

/** Over a line that is cut as `cut` says, in the middle of a page after the first. */
async function syncCut(backend: Backend, proxy: TcpProxy, way: Partial<ReachSettings>, cut: () => void) {
  const hop = { ...sshd.hop, port: proxy.port };
  return await syncProduct(backend, {
    storeUrl: store.url,
    product: PRODUCT,
    way: { ...over(sshd, { ssh: hop }), keepAliveMs: 300, ...way },
    onPage: async () => proxy.afterBytes(IN_MID_PAGE_BYTES, cut),
  });
}

async function opened(): Promise<{ backend: Backend; proxy: TcpProxy }> {
  const [backend, proxy] = await Promise.all([freshBackend(), startProxy(sshd.port)]);
  onTestFinished(async () => {
    await proxy.close();
    await backend.close();
  });
  return { backend, proxy };
}

const WAYS: Record<string, Partial<ReachSettings>> = {
  'a tunnel': { transport: 'ssh_tunnel' },
  'a remote client': { transport: 'ssh_exec' },
};
const CUTS: Record<string, (proxy: TcpProxy) => void> = {
  reset: (proxy) => proxy.reset(),
  dropped: (proxy) => proxy.drop(),
  'silent for good': (proxy) => proxy.stall(),
};

describe.each(Object.entries(WAYS))('over %s', (_way, way) => {
  it.each(Object.entries(CUTS))(
    'a line that is %s in mid-page fails the attempt as unavailable; the next loses and doubles nothing',
    async (_cut, cut) => {
      const { backend, proxy } = await opened();
      const startedMs = performance.now();
      let lost = 0;
      const told = {
        ...way,
        onSshLost: () => {
          lost += 1;
        },
      };
      const { report, error } = await syncCut(backend, proxy, told, () => cut(proxy));
      expect(error).toMatchObject({
        kind: 'unavailable',
        code: expect.stringMatching(/^store\.(ssh|connection)-lost$/),
      });
      expect(report.counts.orders.read).toBeGreaterThan(0);
      // and figures tell of it, once
      expect(lost).toBe(1);
      expect(performance.now() - startedMs).toBeLessThan(15_000);
      proxy.resume();
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
      const again = await syncProduct(backend, {
        storeUrl: store.url,
        product: PRODUCT,
        way: { ...over(sshd), ...told },
      });
      expect(lost).toBe(1);
      expect(again.report).toMatchObject({ status: 'success', verification: 'verified' });
      expect(firstDifference(await wholeBackend(backend.db), undisturbed)).toBeNull();
      expect(proxy.open).toBe(0);
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
      expect(await sshd.remoteFiles()).toEqual([]);
    },
  );

  it('a line that is silent for a moment is waited for', async () => {
    const { backend, proxy } = await opened();
    const { report } = await syncCut(backend, proxy, { ...way, keepAliveMs: 10_000 }, () => {
      proxy.stall();
      setTimeout(() => proxy.resume(), 1_000);
    });
    expect(report).toMatchObject({ status: 'success', verification: 'verified' });
    expect(firstDifference(await wholeBackend(backend.db), undisturbed)).toBeNull();
    expect(await untilNoRemoteProcess(sshd)).toEqual([]);
  });
});
