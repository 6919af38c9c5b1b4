import { afterAll, beforeAll, expect, it } from 'vitest';
import { listHourCosts } from '../../src/backend/live/cost-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { startStoreCosts } from '../../src/stores/store-costs.ts';
import { createStoreGateway } from '../../src/woocommerce/connect/store-gateway.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { directTo, never } from './connect/gateway-settings.ts';

let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

it('what a store is charged is the statements, rows, bytes and seconds of its answers', async () => {
  const { db, log } = backend;
  const id = newId();
  await db.query(
    `insert into sync_credentials (id, name, transport, host, port, username, database_name)
     values ($1, 'shop', 'direct', 'db.example.com', 3306, 'reader', 'wordpress')`,
    [id],
  );
  const now = (): Date => new Date();
  const costs = startStoreCosts({ db, loops: createLoops(log), now });
  const gateway = createStoreGateway(directTo(store.url, { onCost: costs.of(id, 'watch') }));
  const connection = await gateway.open(never);
  await connection.query(`SELECT 'abc', 7 UNION ALL SELECT 'de', 8`, never);
  await connection.query('SELECT SLEEP(0.3)', never);
  // A set that is gone is charged nothing, and holds nothing up.
  costs.of(newId(), 'watch')({ rows: 1, bytes: 1, seconds: 1 });
  connection.close();
  await gateway.close();
  await costs.stop();
  const [cost, ...others] = await listHourCosts(db, null, now());
  expect(others).toEqual([]);
  // Two texts of 3 and 2 bytes and three numbers of 8.
  expect(cost).toMatchObject({ credentialsId: id, kind: 'watch', statements: 2, rows: 3, bytes: 29 });
  expect(cost?.seconds).toBeGreaterThan(0.29);
});
