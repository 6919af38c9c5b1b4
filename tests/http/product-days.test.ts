import { afterAll, beforeAll, expect, it } from 'vitest';
import { FOOEVENTS, MULTI_DAY, setOption, ticketOf } from '../pipe/grown-store.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase } from '../servers/databases.ts';
import { eventProduct, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

/** A pass for three days, and a ticket for one day of the same event. */
const [PASS, ONE_DAY] = [800, 810];
const DAYS = { WooCommerceEventsNumDays: '3', WooCommerceEventsType: 'sequential' };
const NO_DAY = { MultidayStatus: '{"1":"Not Checked In","2":"Not Checked In","3":"Not Checked In"}' };

let world: ApiWorld;
let close: () => Promise<void>;

beforeAll(async () => {
  const [shop, database] = await Promise.all([freshStoreDatabase(), freshBackendDatabase()]);
  const metas = { WooCommerceEventsTicketsGenerated: 'yes' };
  await shop.exec(
    [
      tinyStore('wp_', 'hpos'),
      setOption('active_plugins', `a:2:{i:0;${FOOEVENTS};i:1;${MULTI_DAY};}`),
      eventProduct(PASS, 'Pass', DAYS),
      eventProduct(ONE_DAY, 'One day'),
      order({
        id: 120,
        total: '4000',
        metas,
        lines: { 1201: sold(PASS, '1', '3000'), 1202: sold(ONE_DAY, '1', '1000') },
      }),
      ticketOf(3200, PASS, 120, NO_DAY),
      ticketOf(3201, ONE_DAY, 120),
    ].join('\n'),
  );
  world = await openApiWorldOn(database, () => ({}));
  const products = [PASS, ONE_DAY];
  const { report } = await syncProduct(world.backend, { storeUrl: shop.url, product: PASS, products });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
  close = async () => {
    await world.close();
    await database.drop();
    await shop.drop();
  };
});
afterAll(async () => {
  await close();
});

async function ticketOfPost(post: number) {
  const reply = await world.ask('operator', 'GET', `/api/v1/tickets/`);
  const [found] = reply.json().results.filter((one: { woo_ticket_id: number }) => one.woo_ticket_id === post);
  return found;
}

async function scan(id: string, body: object = {}, path = 'check-in') {
  const reply = await world.ask('operator', 'POST', `/api/v1/tickets/${id}/${path}/`, body);
  const { code, changed, check_in_status: status, day } = reply.json();
  return reply.statusCode === 200 ? [day, changed, status] : code;
}

it('a ticket admits on the days of its own product, not on those of the event', async () => {
  const [pass, oneDay] = [await ticketOfPost(3200), await ticketOfPost(3201)];
  expect([pass.num_days, oneDay.num_days]).toEqual([3, 1]);

  expect(await scan(oneDay.id)).toEqual([1, true, 'checked_in']);
  expect(await scan(oneDay.id)).toEqual([1, false, 'checked_in']);
  expect(await scan(oneDay.id, { day: 2 })).toBe('ticket.no-such-day');
  expect(await scan(oneDay.id, {}, 'undo-check-in')).toEqual([1, true, 'not_checked_in']);

  expect(await scan(pass.id)).toBe('ticket.day-needed');
  expect(await scan(pass.id, { day: 1 })).toEqual([1, true, 'partly_checked_in']);
  expect(await scan(pass.id, { day: 3 })).toEqual([3, true, 'partly_checked_in']);
});

it.each([
  ['events', '/api/v1/events/'],
  ['configurations', 'configurations/'],
])('%s are found by the number of any of their products', async (list, path) => {
  const found = async (search: number) => {
    const reply = await world.ask('superuser', 'GET', `${path}?search=${search}`);
    const everywhere = await world.ask('superuser', 'GET', `/api/v1/search/?q=${search}`);
    return [reply.json().results.length, everywhere.json()[list].results.length];
  };
  expect(await found(PASS)).toEqual([1, 1]);
  expect(await found(ONE_DAY)).toEqual([1, 1]);
  expect(await found(811)).toEqual([0, 0]);
});
