import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { openWooStore } from '../../../src/woocommerce/woo-store.ts';
import { type PrivateMariadb, startMariadb } from '../../servers/private-mariadb.ts';
import { type PrivateSshd, startSshd } from '../../servers/private-sshd.ts';
import { silentLog } from '../open-store.ts';
import { eventProduct, tinyStore } from '../tiny-store.ts';
import { directTo, never, over } from './gateway-settings.ts';

/** Permanent refusals of servers and accounts are reported at once, over each transport, with their object. */
let server: PrivateMariadb;
let sshd: PrivateSshd;

beforeAll(async () => {
  [server, sshd] = await Promise.all([startMariadb(), startSshd()]);
  await server.exec(`CREATE DATABASE shop; USE shop; ${tinyStore()} ${eventProduct(15, 'Zarzuela')}
    CREATE DATABASE shown; CREATE TABLE shop.gone (ID int);
    CREATE VIEW shown.wp_options AS SELECT * FROM shop.gone; DROP TABLE shop.gone;
    CREATE USER owner@'%'; GRANT SELECT ON shop.* TO owner@'%'; CREATE DATABASE lent;`);
  const tables = [
    'posts',
    'postmeta',
    'terms',
    'term_taxonomy',
    'term_relationships',
    'woocommerce_order_items',
    'woocommerce_order_itemmeta',
  ];
  const shown = tables.map((name) => `CREATE VIEW shown.wp_${name} AS SELECT * FROM shop.wp_${name};`);
  const lent = [...tables, 'options'].map(
    (name) =>
      `CREATE DEFINER = owner@'%' SQL SECURITY DEFINER VIEW lent.wp_${name} AS SELECT * FROM shop.wp_${name};`,
  );
  await server.exec(`${shown.join('')} ${lent.join('')} DROP USER owner@'%'`);
});
afterAll(async () => await Promise.all([server.stop(), sshd.stop()]));

const WAYS: Record<string, () => Partial<GatewaySettings>> = {
  directly: () => ({}),
  'over a remote client': () => over(sshd, { transport: 'ssh_exec' }),
};

/** The account's rights besides signing in, the fault, and its message. */
const CASES: readonly (readonly [string, string, string, string, RegExp])[] = [
  ['init_connect fails', 'GRANT SELECT ON shop.* TO {u}', 'shop', 'store.init-connect-fails', /init_connect/],
  [
    'the hourly limit is used up',
    'GRANT SELECT ON shop.* TO {u} WITH MAX_QUERIES_PER_HOUR 3',
    'shop',
    'store.hourly-limit',
    /max_queries_per_hour is used up/,
  ],
  ['the account is locked', 'ALTER USER {u} ACCOUNT LOCK', 'shop', 'store.access-denied', /is locked/],
  [
    'the password has expired',
    'GRANT SELECT ON shop.* TO {u}; ALTER USER {u} PASSWORD EXPIRE',
    'shop',
    'store.access-denied',
    /has expired/,
  ],
  [
    'a table may be read by columns only',
    'GRANT SELECT (ID, post_title) ON shop.wp_posts TO {u}; {others}',
    'shop',
    'store.missing-permission',
    /may not read all of the table wp_posts in the database "shop"/,
  ],
  [
    'a view lost its table',
    'GRANT SELECT ON shown.* TO {u}',
    'shown',
    'store.view-broken',
    /The view wp_options/,
  ],
  ['a view lost its owner', 'GRANT SELECT ON lent.* TO {u}', 'lent', 'store.view-broken', /^A view in/],
];

describe.each(Object.entries(WAYS))('%s', (_way, way) => {
  it.each(CASES)('%s', async (what, rights, database, code, says) => {
    const user = `u${CASES.findIndex(([name]) => name === what)}`;
    const others = ['options', 'postmeta', 'terms', 'term_taxonomy', 'term_relationships']
      .concat(['wc_orders', 'wc_order_addresses', 'wc_order_operational_data', 'wc_orders_meta'])
      .concat(['woocommerce_order_items', 'woocommerce_order_itemmeta'])
      .map((name) => `GRANT SELECT ON shop.wp_${name} TO {u}`);
    const grants = rights.replace('{others}', others.join(';')).replaceAll('{u}', `${user}@'%'`);
    await server.exec(`CREATE OR REPLACE USER ${user}@'%' IDENTIFIED BY 'negado'; ${grants};
      SET GLOBAL init_connect = '${code.includes('init') ? 'SELECT 1 FROM no.where_to' : ''}'`);
    const url = `mysql://${user}:negado@127.0.0.1:${server.port}/${database}`;
    const store = openWooStore(
      { reach: directTo(url, way()), prefix: null, statementLimitS: null },
      silentLog,
    );
    try {
      const read = store.identify(never).then(async () => await store.listEventProducts(never));
      await expect(read).rejects.toMatchObject({
        kind: 'config',
        code,
        message: expect.stringMatching(says),
      });
    } finally {
      await store.close();
    }
  });
});
