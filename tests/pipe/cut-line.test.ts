import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { GatewaySettings } from '../../src/woocommerce/connect/store-gateway.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateSshd, startSshd, untilNoRemoteProcess } from '../servers/private-sshd.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { over } from '../woocommerce/connect/gateway-settings.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';
import { firstDifference, wholeBackend } from './whole-backend.ts';

const PRODUCT = 173911;
/** Several short pages of the store's orders. */
const PAGE_ORDERS = 60;

let store: StoreDatabase;
let sshd: PrivateSshd;
let undisturbed: Awaited<ReturnType<typeof wholeBackend>>;

beforeAll(async () => {
  [store, sshd] = await Promise.all([freshStoreDatabase(), startSshd()]);
  await makeDemoStore({ url: store.url, orders: 300, seed: 3, layout: 'hpos' });
  const backend = await freshBackend();
  await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
  undisturbed = await wholeBackend(backend.db);
  await backend.close();
});
afterAll(async () => {
  await sshd.stop();
  await store.drop();
});

async function syncOver(
  backend: Backend,
  proxy: TcpProxy,
  way: Partial<GatewaySettings>,
  onPage: () => Promise<void>,
) {
  const hop = { ...sshd.hop, port: proxy.port };
  return await syncProduct(backend, {
    storeUrl: store.url,
    product: PRODUCT,
    pageOrders: PAGE_ORDERS,
    way: { ...over(sshd, { ssh: hop }), ...way },
    onPage,
  });
}

/**
 * Syncs over a connection that `cut` breaks in the middle of a page after the first. The bytes after the cut wait until
 * the first page is committed, because the reader may be far ahead of the writer.
 */
async function syncCut(
  backend: Backend,
  proxy: TcpProxy,
  { way, bytes }: { readonly way: Partial<GatewaySettings>; readonly bytes: number },
  cut: () => void,
) {
  let halves = 0;
  const half = (): void => {
    halves += 1;
    if (halves < 2) return;
    cut();
  };
  proxy.afterBytes(bytes, () => {
    proxy.stall();
    half();
  });
  const finished = await syncOver(backend, proxy, way, async () => half());
  expect(halves).toBe(2);
  return finished;
}

/** The bytes of the first page and half of the others, in an undisturbed execution. */
async function bytesBeforeCut(way: Partial<GatewaySettings>): Promise<number> {
  const [backend, proxy] = await Promise.all([freshBackend(), startProxy(sshd.port)]);
  try {
    let atPage = 0;
    const { report } = await syncOver(backend, proxy, way, async () => {
      atPage = proxy.received;
    });
    expect(report.status).toBe('success');
    return Math.round((atPage + proxy.received) / 2);
  } finally {
    await proxy.close();
    await backend.close();
  }
}

async function opened(): Promise<{ backend: Backend; proxy: TcpProxy }> {
  const [backend, proxy] = await Promise.all([freshBackend(), startProxy(sshd.port)]);
  onTestFinished(async () => {
    await proxy.close();
    await backend.close();
  });
  return { backend, proxy };
}

const WAYS: Record<string, Partial<GatewaySettings>> = {
  'a tunnel': { transport: 'ssh_tunnel' },
  'a remote client': { transport: 'ssh_exec' },
};
/** Three unanswered keepalive messages detect the silent connection. */
const CUTS: Record<string, { readonly keepAliveMs: number; readonly cut: (proxy: TcpProxy) => void }> = {
  reset: { keepAliveMs: 60_000, cut: (proxy) => proxy.reset() },
  dropped: { keepAliveMs: 60_000, cut: (proxy) => proxy.drop() },
  'silent for good': { keepAliveMs: 2_000, cut: (proxy) => proxy.stall() },
};

describe.each(Object.entries(WAYS))('over %s', (_way, way) => {
  let bytes: number;
  beforeAll(async () => {
    bytes = await bytesBeforeCut(way);
  });

  it.each(Object.entries(CUTS))(
    'a connection that is %s in mid-page fails the attempt as unavailable; the next loses and doubles nothing',
    async (_cut, { keepAliveMs, cut }) => {
      const { backend, proxy } = await opened();
      let lost = 0;
      const settings = {
        ...way,
        keepAliveMs,
        onSshLost: () => {
          lost += 1;
        },
      };
      const { report, error } = await syncCut(backend, proxy, { way: settings, bytes }, () => cut(proxy));
      expect(error).toMatchObject({
        kind: 'unavailable',
        code: expect.stringMatching(/^store\.(ssh|connection)-lost$/),
      });
      expect(report.counts.orders.read).toBeGreaterThan(0);
      // and metrics count it once
      expect(lost).toBe(1);
      proxy.resume();
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
      const again = await syncProduct(backend, {
        storeUrl: store.url,
        product: PRODUCT,
        way: { ...over(sshd), ...settings },
      });
      expect(lost).toBe(1);
      expect(again.report).toMatchObject({ status: 'success', verification: 'verified' });
      expect(firstDifference(await wholeBackend(backend.db), undisturbed)).toBeNull();
      expect(proxy.open).toBe(0);
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
      expect(await sshd.remoteFiles()).toEqual([]);
    },
  );

  it('a connection may be silent for a short time', async () => {
    const { backend, proxy } = await opened();
    const { report } = await syncCut(backend, proxy, { way: { ...way, keepAliveMs: 10_000 }, bytes }, () => {
      setTimeout(() => proxy.resume(), 1_000);
    });
    expect(report).toMatchObject({ status: 'success', verification: 'verified' });
    expect(firstDifference(await wholeBackend(backend.db), undisturbed)).toBeNull();
    expect(await untilNoRemoteProcess(sshd)).toEqual([]);
  });
});
