import { expect } from 'vitest';
import { type Explanation, explanationShape } from '../../src/contract/ticketing/explanation.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { BALCONY, HALL, hallStore, loginTo } from '../woocommerce/hall-store.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

type Role = 'viewer' | 'operator' | 'superuser';

/** An API beside a store of a hall, whose event was synced, and which it can ask. */
export interface ExplainedWorld {
  readonly world: ApiWorld;
  readonly shop: StoreDatabase;
  /** The connection to the store. */
  readonly line: TcpProxy;
  readonly configuration: string;
  readonly sync: () => ReturnType<typeof syncProduct>;
  readonly explain: (
    path: string,
    role?: Role,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Explanation>;
  readonly orderPath: (wooOrderId: number) => Promise<string>;
  readonly ticketPath: (wooTicketId: number) => Promise<string>;
  close(): Promise<void>;
}

/** @param prepare SQL that changes the store before the first sync */
export async function openExplainedWorld(prepare = ''): Promise<ExplainedWorld> {
  const database = await freshBackendDatabase();
  const shop = await freshStoreDatabase();
  await shop.exec(`${hallStore()}\n${prepare}`);
  const line = await startProxy(Number(new URL(shop.url).port));
  const log = createLog('silent', process.stderr);
  const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');
  const now = (): Date => new Date();
  const world = await openApiWorldOn(database, (db) => ({
    secretKey,
    stores: createStoreAccess({ db, log, now, secretKey, environment: null }),
  }));
  const sync = async () =>
    await syncProduct(world.backend, { storeUrl: shop.url, product: HALL, products: [HALL, BALCONY] });
  const { report } = await sync();
  expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
  const configuration: string = (await world.ask('viewer', 'GET', 'configurations/')).json().results[0].id;
  const login = { name: 'Teatro', ...loginTo(shop.url, line.port) };
  const made = await world.ask('superuser', 'POST', 'credentials/', login);
  const credentials = { credentials: made.json().id };
  const changed = await world.ask('superuser', 'PATCH', `configurations/${configuration}/`, credentials);
  expect(changed.statusCode, changed.body).toBe(200);

  async function pathOf(table: 'orders' | 'tickets', column: string, wooId: number): Promise<string> {
    const { rows } = await world.backend.db.query<{ id: string }>(
      `select id from ${table} where ${column} = $1`,
      [wooId],
    );
    return `/api/v1/${table}/${rows[0]?.id}/explain/`;
  }
  return {
    world,
    shop,
    line,
    configuration,
    async sync() {
      const finished = await sync();
      // A sync from a URL is one without credentials.
      await world.backend.db.query('update sync_configurations set credentials_id = $1', [
        credentials.credentials,
      ]);
      return finished;
    },
    async explain(path, role = 'superuser', headers = {}) {
      const reply = await world.ask(role, 'GET', path, undefined, headers);
      expect(reply.statusCode, reply.body).toBe(200);
      return explanationShape.parse(reply.json());
    },
    orderPath: async (wooOrderId) => await pathOf('orders', 'woo_order_id', wooOrderId),
    ticketPath: async (wooTicketId) => await pathOf('tickets', 'woo_ticket_id', wooTicketId),
    async close() {
      await world.close();
      await database.drop();
      await line.close();
      await shop.drop();
    },
  };
}
