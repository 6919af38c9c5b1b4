import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type TicketTier,
  tierDetailShape,
  tierPageShape,
} from '../../src/contract/ticketing/ticket-tiers.ts';
import { complete, pay } from '../../src/demo/edit/order-changes.ts';
import { placeOrder } from '../../src/demo/edit/place-order.ts';
import { editVariation } from '../../src/demo/edit/product-changes.ts';
import { refund } from '../../src/demo/edit/refund-changes.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { parseMoney } from '../../src/kernel/money/money.ts';
import { BUYER, ESTUDIANTE } from '../pipe/life/life-case.ts';
import { ContestedWorld } from './contested-world.ts';

let here: ContestedWorld;
let id: string;

beforeAll(async () => {
  here = await ContestedWorld.open(0, 0);
  const found = await here.world.one<{ id: string }>(
    'select id from ticket_tiers where event_id = $1 and woo_variation_id = $2',
    [here.world.eventId, ESTUDIANTE],
  );
  id = found.id;
});
afterAll(async () => await here.close());

/** The tier as a single object and in the list: both are equal. */
async function tier(): Promise<TicketTier> {
  const {
    version: _,
    edits,
    ...one
  } = tierDetailShape
    .strict()
    .parse((await here.world.ask('viewer', 'GET', `/api/v1/ticket-tiers/${id}/`)).json());
  expect(edits).toEqual([]);
  const list = await here.world.ask('viewer', 'GET', `/api/v1/ticket-tiers/?event=${here.world.eventId}`);
  expect(tierPageShape.parse(list.json()).results.find((row) => row.id === id)).toEqual(one);
  return one;
}

async function stock(left: number | null): Promise<void> {
  await editVariation(here.shop, MAIN_EVENT_ID, ESTUDIANTE, { stock: left });
  await here.sync();
}

async function buy(quantity: number): Promise<number> {
  const line = { productId: MAIN_EVENT_ID, variationId: ESTUDIANTE, quantity };
  return await placeOrder(here.shop, { lines: [line], buyer: BUYER });
}

test("the store's remaining stock is not a capacity: none was set", async () => {
  // 350 of the demo’s catalogue
  expect(await tier()).toMatchObject({ capacity: null, stock_left: 350, left: 350, oversold: 0 });
});

describe('a capacity that a person set', () => {
  test('stays through every sale, is not a local edit and conflicts with nothing', async () => {
    await here.edit('ticket_tiers', id, 'capacity', 100);
    for (const left of [349, 347, 12]) {
      await stock(left);
      expect(await tier()).toMatchObject({ capacity: 100, stock_left: left });
      expect(await here.conflictsOf(id, 'all')).toEqual([]);
      expect(await here.editsOf(id)).toEqual([]);
    }
    expect(await tier()).toMatchObject({ left: 12, oversold: 0 });
  });

  test('is counted down by units of paid orders that were not returned', async () => {
    const before = (await tier()).sold;
    const paid = await buy(3);
    await pay(here.shop, paid);
    await complete(here.shop, paid);
    const item = here.shop.order(paid).lines[0]?.itemId ?? 0;
    await refund(here.shop, paid, [{ itemId: item, quantity: 1, total: parseMoney('12000') }]);
    await buy(5);
    const givenBack = await buy(2);
    await pay(here.shop, givenBack);
    // A full refund by amount only: the order is refunded, and no line says so.
    await refund(here.shop, givenBack, [], parseMoney('24000'));
    await stock(null);
    expect(await tier()).toMatchObject({
      stock_left: null,
      sold: before + 2,
      left: 100 - before - 2,
      oversold: 0,
    });
    await here.edit('ticket_tiers', id, 'capacity', before);
    expect(await tier()).toMatchObject({ left: 0, oversold: 2 });
  });
});

test('is below 0 if the store sold more than it had', async () => {
  await here.edit('ticket_tiers', id, 'capacity', null);
  await stock(-4);
  expect(await tier()).toMatchObject({ capacity: null, stock_left: -4, left: 0, oversold: 4 });
});
