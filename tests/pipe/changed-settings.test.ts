import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { lineAt } from '../../src/demo/edit/line-changes.ts';
import { setStatus } from '../../src/demo/edit/order-changes.ts';
import { refund } from '../../src/demo/edit/refund-changes.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { gate } from '../../src/demo/edit/ticket-changes.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { wholeUnits } from '../../src/kernel/money/money.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { after, completed, post, sala } from './life/life-case.ts';
import { storyOf } from './life/story.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

let database: StoreDatabase;
let editor: StoreEditor;
let backend: Backend;
let usual: number;
let plugins: number;
let refunded: number;

const refundOne = async (store: StoreEditor, order: number) =>
  await refund(store, order, [
    { itemId: lineAt(store.order(order)).itemId, quantity: 1, total: wholeUnits(22_000) },
  ]);

/** One store for all tests: each changes a setting and checks the next execution. */
beforeAll(async () => {
  database = await freshStoreDatabase();
  const { store } = await makeDemoStore({ url: database.url, orders: 20, seed: 9, layout: 'hpos' });
  editor = await StoreEditor.open(database.url, store);
  backend = await freshBackend();
  usual = await completed([sala(2)])(editor);
  plugins = await after(completed([sala(1)]), async (shop, order) => {
    await setStatus(shop, order, 'validado');
  })(editor);
  refunded = await after(completed([sala(3)]), refundOne)(editor);
  await sync('full');
});
afterAll(async () => {
  await editor.close();
  await backend.close();
  await database.drop();
});

let fee = '10';

async function sync(depth: Depth) {
  const { report } = await syncProduct(backend, {
    storeUrl: database.url,
    product: MAIN_EVENT_ID,
    serviceFee: fee,
    depth,
  });
  expect(report).toMatchObject({ verification: 'verified', rejects: [] });
  return report;
}

async function set(column: 'status_mapping' | 'refund_policy', value: string): Promise<void> {
  await backend.db.query(`update sync_configurations set ${column} = $1`, [value]);
}

const story = async (order: number) => await storyOf(backend.db, MAIN_EVENT_ID, order);

/** The changes of an order's column in an execution's journal. */
async function journalled(executionId: string, order: number, column: string) {
  const { rows } = await backend.db.query<{ change: unknown }>(
    `select c.fields -> $3 as change from sync_changes c join orders o on o.id = c.row_id
     where c.execution_id = $1 and o.woo_order_id = $2`,
    [executionId, order, column],
  );
  return rows.map(({ change }) => change);
}

describe('a changed setting recomputes every row in the next execution, at any requested depth', () => {
  it('the fee', async () => {
    expect(await story(usual)).toMatchObject({ money: '44000 0 44000 4400 39600' });
    fee = '12.5';
    const { executionId } = await sync('quick');
    expect(await story(usual)).toMatchObject({ money: '44000 0 44000 5500 38500' });
    expect(await story(refunded)).toMatchObject({ money: '66000 22000 44000 5500 38500' });
    const { rows } = await backend.db.query(
      'select distinct service_fee::integer as fee from tickets where woo_order_id = $1',
      [usual],
    );
    expect(rows).toEqual([{ fee: 2_750 }]);
    expect(await journalled(executionId, usual, 'service_fee')).toEqual([['4400.00000000', '5500.00000000']]);
  });

  it('the mapping of a status, changed and changed back', async () => {
    expect(await story(plugins)).toMatchObject({ order: 'paid', tickets: ['Ana active 22000'] });
    await set('status_mapping', '{"validado": "cancelled"}');
    const { executionId } = await sync('quick');
    expect(await story(plugins)).toMatchObject({
      order: 'cancelled',
      money: '22000 0 22000 0 0',
      tickets: ['Ana cancelled 22000'],
    });
    expect(await journalled(executionId, plugins, 'status')).toEqual([['paid', 'cancelled']]);
    await set('status_mapping', '{}');
    await sync('quick');
    expect(await story(plugins)).toMatchObject({ order: 'paid', tickets: ['Ana active 22000'] });
  });

  it('which ticket a refund takes; an admitted ticket stays valid', async () => {
    expect(await story(refunded)).toMatchObject({
      tickets: ['Ana active 22000', 'Beto active 22000', 'Cati refunded 22000'],
    });
    await set('refund_policy', 'oldest_not_checked_in');
    await gate(editor, post(editor, refunded, 0), 'Checked In');
    await sync('quick');
    expect(await story(refunded)).toMatchObject({
      tickets: ['Ana active 22000 in', 'Beto refunded 22000', 'Cati active 22000'],
    });
    // From here on the choice is kept again.
    await gate(editor, post(editor, refunded, 0), 'Not Checked In');
    await sync('quick');
    expect(await story(refunded)).toMatchObject({
      tickets: ['Ana active 22000', 'Beto refunded 22000', 'Cati active 22000'],
    });
  });

  it('the execution after that has nothing to write', async () => {
    const report = await sync('quick');
    expect(report.depth).toBe('quick');
    for (const counts of Object.values(report.counts))
      expect(counts).toMatchObject({ created: 0, updated: 0 });
  });
});
