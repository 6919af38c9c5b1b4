import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { DemoStore } from '../../src/demo/model/model.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { openStoredStore } from '../../src/stores/stored-store.ts';
import { createAlertOperations } from '../../src/tasks/alert-operations.ts';
import { openPostgresCarrier } from '../../src/tasks/carriers/postgres-carrier.ts';
import { QUEUES } from '../../src/tasks/carriers/queues.ts';
import { serveTasks } from '../../src/tasks/serve-tasks.ts';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { freshBackendDatabase, freshStoreDatabase } from '../servers/databases.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';

/** A connection slow enough to watch. */
const LINE_DELAY_MS = 6;

/** The whole service, with a demo store behind a connection that can be cut. */
export interface PanelService {
  readonly url: string;
  readonly world: ApiWorld;
  /** The proxy between the service and the store. */
  readonly line: TcpProxy;
  /** The proxy between the browser and the service. */
  readonly front: TcpProxy;
  /** The store itself, without the proxy, and its content. */
  readonly shopUrl: string;
  readonly store: DemoStore;
  /** The address of the store, as a set of credentials has it. */
  readonly login: Readonly<Record<string, unknown>>;
  /** Renames an attendee of the event as the ticket's screen in wp-admin does; returns the earlier name. */
  renameAttendee(productId: number, firstName: string): Promise<string>;
  close(): Promise<void>;
}

interface ServiceSettings {
  readonly alerts?: AlertSettings;
  readonly maxRetries?: number;
}

export async function openPanelService(
  adminDir: string,
  { alerts = NO_ALERTS, maxRetries = 0 }: ServiceSettings = {},
): Promise<PanelService> {
  const log = createLog('silent', process.stderr);
  const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');
  const now = (): Date => new Date();
  const shop = await freshStoreDatabase();
  const { store } = await makeDemoStore({ url: shop.url, orders: 60, seed: 7, layout: 'hpos' });
  const { port, username, password, pathname } = new URL(shop.url);
  const line = await startProxy(Number(port), LINE_DELAY_MS);
  const database = await freshBackendDatabase();
  const loops = createLoops(log);
  const world = await openApiWorldOn(database, (db) => {
    const stores = createStoreAccess({ db, log, now, secretKey, environment: null });
    const operations = createAlertOperations(db, alerts, now);
    const carrier = openPostgresCarrier({ db, log, loops });
    return { stores, secretKey, carrier, adminDir, maxRetries, alerts: operations };
  });
  // Nothing listens at the address of that set: its daily test would find an unreachable store.
  await world.backend.db.query('delete from sync_credentials');
  const stores = { db: world.backend.db, log, now, secretKey, environment: null };
  const carrier = openPostgresCarrier({ db: world.backend.db, log, loops });
  const tasks = await serveTasks(
    {
      db: world.backend.db,
      log,
      loops,
      now,
      skewMs: () => 0,
      carrier,
      openStore: async (credentialsId) => await openStoredStore(stores, credentialsId),
      testStore: createStoreAccess(stores).testStored,
      alerts,
      cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
      maxRetries,
      heartbeatUrl: null,
      self: { role: 'all', version: '0.0.0' },
    },
    { queues: QUEUES, concurrency: 1 },
  );
  const address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  const front = await startProxy(Number(new URL(address).port));
  return {
    url: `http://127.0.0.1:${front.port}`,
    world,
    line,
    front,
    shopUrl: shop.url,
    store,
    login: {
      transport: 'direct',
      mysql_host: '127.0.0.1',
      mysql_port: line.port,
      mysql_username: decodeURIComponent(username),
      mysql_database: pathname.slice(1),
      mysql_password: decodeURIComponent(password) || null,
    },
    renameAttendee: async (productId, firstName) => await renameAttendee(shop.url, productId, firstName),
    async close() {
      await tasks.stop();
      await front.close();
      await carrier.close();
      await world.close();
      await database.drop();
      await line.close();
      await shop.drop();
    },
  };
}

async function renameAttendee(url: string, productId: number, firstName: string): Promise<string> {
  const shop = await createConnection({ uri: url, charset: 'utf8mb4' });
  try {
    const [[found]] = await shop.query<(RowDataPacket & { post_id: number; meta_value: string })[]>(
      `select name.post_id, name.meta_value from wp_postmeta name
         join wp_postmeta product on product.post_id = name.post_id
         join wp_posts post on post.ID = name.post_id
       where name.meta_key = 'WooCommerceEventsAttendeeName' and name.meta_value <> ''
         and product.meta_key = 'WooCommerceEventsProductID' and product.meta_value = ?
         and post.post_type = 'event_magic_tickets' and post.post_status = 'publish'
       order by name.post_id limit 1`,
      [productId],
    );
    if (found === undefined) throw new Error('the demo store has no ticket of this event');
    await shop.query(
      `update wp_postmeta set meta_value = ? where post_id = ? and meta_key = 'WooCommerceEventsAttendeeName'`,
      [firstName, found.post_id],
    );
    await shop.query(
      'update wp_posts set post_modified_gmt = utc_timestamp(), post_modified = now() where ID = ?',
      [found.post_id],
    );
    return found.meta_value;
  } finally {
    await shop.end();
  }
}
