import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDirect } from '../../src/woocommerce/connect/mysql/direct.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { NEVER, openStore, withSnapshot } from './open-store.ts';
import { eventProduct, order, sold, tinyStore } from './tiny-store.ts';

const CONCERT = 500;
let database: StoreDatabase;

beforeAll(async () => {
  database = await freshStoreDatabase();
  const orders = Array.from({ length: 30 }, (_, at) =>
    order({ id: 10 + at, lines: { [100 + at]: sold(CONCERT, '1', '1000') } }),
  );
  await database.exec([tinyStore(), eventProduct(CONCERT, 'Concert'), ...orders].join('\n'));
});
afterAll(async () => await database.drop());

function changed(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

async function faultOf(url: string, prefix: string | null = null): Promise<unknown> {
  const store = openStore(url, prefix);
  try {
    return await store.identify(NEVER);
  } catch (error) {
    return error;
  } finally {
    await store.close();
  }
}

describe('a store that cannot be opened says why', () => {
  it('a wrong password', async () => {
    const fault = await faultOf(changed((url) => (url.password = 'wrong-secret')));
    expect(fault).toMatchObject({ kind: 'config', code: 'store.access-denied' });
    expect(JSON.stringify(fault) + String(fault)).not.toContain('wrong-secret');
  });

  it('a missing database', async () => {
    const fault = await faultOf(changed((url) => (url.pathname = '/no_such_database_here')));
    expect(fault).toMatchObject({ kind: 'config', code: 'store.no-such-database' });
  });

  it('a port on which nothing listens', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((done) => server.close(done));
    const fault = await faultOf(changed((url) => (url.port = String(port))));
    expect(fault).toMatchObject({ kind: 'unavailable', code: 'store.unreachable' });
  });

  it('an unknown host', async () => {
    const fault = await faultOf(changed((url) => (url.hostname = 'store.invalid')));
    expect(fault).toMatchObject({ kind: 'unavailable', code: 'store.unreachable' });
  });

  it('another service than a database', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const port = await listen(server);
    const fault = await faultOf(changed((url) => (url.port = String(port))));
    await new Promise((done) => server.close(done));
    expect(fault).toMatchObject({ kind: 'config', code: 'store.not-mysql' });
  });

  it('a server that accepts and then sends nothing', async () => {
    const server = createServer();
    const port = await listen(server);
    const reach = { ...parseStoreUrl(database.url), password: '', port, connectTimeoutMs: 200 };
    await expect(openDirect(reach, NEVER)).rejects.toMatchObject({ code: 'store.connect-timeout' });
    await new Promise((done) => server.close(done));
  });

  it('a database without WooCommerce', async () => {
    const empty = await freshStoreDatabase();
    try {
      await empty.exec('CREATE TABLE wp_options (option_name varchar(191), option_value longtext)');
      expect(await faultOf(empty.url)).toMatchObject({ kind: 'config', code: 'store.not-woocommerce' });
    } finally {
      await empty.drop();
    }
  });

  it('a missing or malformed prefix', async () => {
    expect(await faultOf(database.url, 'shop_')).toMatchObject({
      kind: 'config',
      code: 'store.no-such-prefix',
      message: 'This database holds no WooCommerce tables with the prefix "shop_". It has "wp_".',
    });
    // A server that stores names in lower case has other names than wp-config.php.
    expect(await faultOf(database.url, 'WP_')).toMatchObject({ tablePrefix: 'wp_' });
    expect(await faultOf(database.url, 'wp_`; DROP TABLE x')).toMatchObject({ code: 'store.no-such-prefix' });
  });

  it('two stores in one database, unless one is named', async () => {
    const shared = await freshStoreDatabase();
    try {
      await shared.exec(tinyStore('wp_') + tinyStore('tk_9x_'));
      expect(await faultOf(shared.url)).toMatchObject({ kind: 'config', code: 'store.several-prefixes' });
      expect(await faultOf(shared.url, 'tk_9x_')).toMatchObject({ tablePrefix: 'tk_9x_', layout: 'hpos' });
    } finally {
      await shared.drop();
    }
  });

  it('a user who may sign in but not read', async () => {
    const user = `reader_${database.name.slice(-12)}`;
    await database.exec(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret';
      GRANT SELECT ON ${database.name}.wp_options TO '${user}'@'%';
      GRANT SELECT ON ${database.name}.wp_woocommerce_order_items TO '${user}'@'%'`);
    try {
      const url = changed((parts) => {
        parts.username = user;
        parts.password = 'secret';
      });
      expect(await faultOf(url)).toMatchObject({
        kind: 'config',
        code: 'store.incomplete-layout',
        message: expect.stringMatching(/wp_posts, wp_postmeta, wp_terms, wp_term_taxonomy, .*itemmeta\.$/),
      });
    } finally {
      await database.exec(`DROP USER '${user}'@'%'`);
    }
  });

  it.each([
    [
      'order tables that were switched off before their orders were posts',
      `INSERT INTO wp_wc_orders (id, type, status) VALUES (10, 'shop_order', 'wc-completed');
       UPDATE wp_options SET option_value = 'no' WHERE option_name = 'woocommerce_custom_orders_table_enabled'`,
      'store.half-migrated',
    ],
    ['order tables that are missing', 'DROP TABLE wp_wc_orders', 'store.incomplete-layout'],
    [
      'a migration that was never run',
      `INSERT INTO wp_posts (post_title, post_content, post_type, post_status) VALUES ('', '', 'shop_order', 'wc-completed')`,
      'store.half-migrated',
    ],
  ])('%s', async (_what, change, code) => {
    const odd = await freshStoreDatabase();
    try {
      await odd.exec(tinyStore() + change);
      expect(await faultOf(odd.url)).toMatchObject({ kind: 'config', code });
    } finally {
      await odd.drop();
    }
  });

  it('tables without transactions are read, with a warning', async () => {
    const odd = await freshStoreDatabase();
    try {
      await odd.exec(`${tinyStore()} ALTER TABLE wp_postmeta ENGINE = MyISAM`);
      expect(await faultOf(odd.url)).toMatchObject({ warnings: ['store.myisam-tables'] });
    } finally {
      await odd.drop();
    }
  });
});

describe('a store whose connection breaks', () => {
  it('ends the read with a separate error when its connection is killed', async () => {
    const store = openStore(database.url);
    try {
      await withSnapshot(store, CONCERT, null, async (snapshot) => {
        const pages = (await snapshot.selectWhole(NEVER)).readPages(null, 5, NEVER)[Symbol.asyncIterator]();
        await pages.next();
        await killOthers();
        const rest = async (): Promise<void> => {
          while (!(await pages.next()).done);
        };
        await expect(rest()).rejects.toMatchObject({ kind: 'unavailable', code: 'store.connection-lost' });
        await expect(snapshot.existingOrders([10], NEVER)).rejects.toMatchObject({ kind: 'unavailable' });
      });
      // The store connects again.
      await expect(store.identify(NEVER)).resolves.toMatchObject({ tablePrefix: 'wp_' });
    } finally {
      await store.close();
    }
  });

  it('is noticed when the connection falls silent in the middle of an answer', async () => {
    const line = await silentProxy(database.url);
    const { password, ...address } = parseStoreUrl(database.url);
    const connection = await openDirect(
      {
        ...address,
        password: password ?? '',
        host: '127.0.0.1',
        port: line.port,
        connectTimeoutMs: 5000,
        silenceMs: 150,
      },
      NEVER,
    );
    await connection.query('SELECT 1', NEVER);
    line.fallSilent();
    await expect(connection.query('SELECT 2', NEVER)).rejects.toMatchObject({
      code: 'store.connection-lost',
    });
    await line.close();
  });

  it('is closed at once when the execution is stopped', async () => {
    const store = openStore(database.url);
    const stop = new AbortController();
    try {
      await withSnapshot(store, CONCERT, null, async (snapshot) => {
        const pages = (await snapshot.selectWhole(NEVER))
          .readPages(null, 5, stop.signal)
          [Symbol.asyncIterator]();
        await pages.next();
        stop.abort();
        await expect(
          (async () => {
            while (!(await pages.next()).done);
          })(),
        ).rejects.toMatchObject({ kind: 'aborted' });
      });
    } finally {
      await store.close();
    }
  });

  it('leaves no statement waiting when it is closed', async () => {
    const { password, ...address } = parseStoreUrl(database.url);
    const reach = { ...address, password: password ?? '', connectTimeoutMs: 5000 };
    const connection = await openDirect(reach, NEVER);
    const asked = connection.query('SELECT SLEEP(1)', NEVER);
    connection.close();
    await expect(asked).rejects.toMatchObject({ kind: 'aborted' });
  });
});

/** Kills all connections to the test's database. */
async function killOthers(): Promise<void> {
  const { password, ...address } = parseStoreUrl(database.url);
  const reach = { ...address, password: password ?? '', connectTimeoutMs: 5000 };
  const connection = await openDirect(reach, NEVER);
  const rows = await connection.query(
    'SELECT p.ID FROM information_schema.PROCESSLIST p WHERE p.DB = DATABASE() AND p.ID <> CONNECTION_ID()',
    NEVER,
  );
  for (const [id] of rows) await connection.query(`KILL ${String(id)}`, NEVER);
  connection.close();
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Passes bytes on until it is set to withhold them, like a firewall that dropped a connection. */
async function silentProxy(url: string) {
  const { host, port } = parseStoreUrl(url);
  let silent = false;
  const sockets: Socket[] = [];
  const server = createServer((inner) => {
    const outer = connect(port, host);
    sockets.push(inner, outer);
    inner.on('data', (bytes) => (silent ? undefined : outer.write(bytes)));
    outer.on('data', (bytes) => (silent ? undefined : inner.write(bytes)));
    inner.on('error', () => undefined);
    outer.on('error', () => undefined);
  });
  return {
    port: await listen(server),
    fallSilent: () => {
      silent = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
