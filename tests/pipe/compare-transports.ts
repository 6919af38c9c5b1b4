import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { GatewaySettings } from '../../src/woocommerce/connect/store-gateway.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type OpenSocket, openStoreSocket } from '../servers/open-store-socket.ts';
import { type PrivateSshd, startSshd, untilNoRemoteProcess } from '../servers/private-sshd.ts';
import { onSocket, over } from '../woocommerce/connect/gateway-settings.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, readTruth } from './truth-file.ts';
import { firstDifference, wholeBackend } from './whole-backend.ts';

/** A store whose events are synced over every transport, each into a separate backend. */
export interface ComparedStore {
  readonly name: string;
  fill(store: StoreDatabase): Promise<void>;
  readonly products: readonly number[];
}

export function sampleStore(name: string, mostProducts = Number.POSITIVE_INFINITY): ComparedStore {
  const products = readTruth(name)
    .products.filter((product) => product.product_id > 0 && (product.is_event || product.tickets.total > 0))
    .map((product) => product.product_id);
  return {
    name: `the sample store ${name}`,
    fill: async (store) => await store.loadDump(dumpPath(name)),
    products: products.slice(0, mostProducts),
  };
}

export function demoStore(orders: number): ComparedStore {
  return {
    name: 'the demo store',
    fill: async (store) => void (await makeDemoStore({ url: store.url, orders, seed: 11, layout: 'hpos' })),
    products: [173911],
  };
}

/** The same store gives the same backend over direct, tunnel, tunnel with jump host and exec, and over its socket. */
export function compareTransports(stores: readonly ComparedStore[]): void {
  let sshd: PrivateSshd;
  let jump: PrivateSshd;
  let open: OpenSocket;
  beforeAll(async () => {
    [sshd, jump, open] = await Promise.all([startSshd(), startSshd(), openStoreSocket()]);
  });
  afterAll(async () => await Promise.all([sshd.stop(), jump.stop(), open.remove()]));

  const ways: Record<string, () => Partial<GatewaySettings>> = {
    'a tunnel': () => over(sshd),
    'a tunnel with a jump host': () => over(sshd, { jump: jump.hop }),
    'a remote client': () => over(sshd, { transport: 'ssh_exec' }),
    'its socket': () => onSocket(open.socket),
    'a tunnel to its socket': () => over(sshd, onSocket(open.socket)),
    'a remote client on its socket': () => over(sshd, { ...onSocket(open.socket), transport: 'ssh_exec' }),
  };

  describe.each(stores.map((store) => [store.name, store] as const))('%s', (_name, compared) => {
    const { products } = compared;
    let store: StoreDatabase;
    let direct: Awaited<ReturnType<typeof syncedOver>>;
    beforeAll(async () => {
      store = await freshStoreDatabase();
      await compared.fill(store);
      direct = await syncedOver({});
    });
    afterAll(async () => await store.drop());

    async function syncedOver(way: Partial<GatewaySettings>) {
      const backend: Backend = await freshBackend();
      try {
        const proofs = [];
        for (const product of products) {
          const { report } = await syncProduct(backend, { storeUrl: store.url, product, way });
          expect(report).toMatchObject({ status: 'success', verification: 'verified', error: null });
          proofs.push({ counts: report.counts, proof: report.proof, warnings: report.warnings });
        }
        return { whole: await wholeBackend(backend.db), proofs };
      } finally {
        await backend.close();
      }
    }

    it('is read directly', () => {
      expect(direct.whole['orders']?.length).toBeGreaterThan(0);
      expect(direct.whole['tickets']?.length).toBeGreaterThan(0);
    });

    it.each(Object.entries(ways))('is the same over %s', async (_way, way) => {
      const over = await syncedOver(way());
      expect(firstDifference(over.whole, direct.whole)).toBeNull();
      expect(over.proofs).toEqual(direct.proofs);
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
      expect(await sshd.remoteFiles()).toEqual([]);
    });
  });
}
