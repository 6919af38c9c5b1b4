import { beforeEach, describe, expect, it } from 'vitest';
import { previewConfiguration } from '../../src/sync/preview/preview-event.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 455;
const NOW = `date_updated_gmt = utc_timestamp()`;
const idsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => first + at * 10);
/** An order of one ticket. */
const sale = (id: number): string =>
  order({ id, total: '800', lines: { [id]: sold(EVENT, '1', '800') } }) +
  ticket(id + 1, EVENT, { OrderID: String(id) });
const IDS = idsFrom(6000, 40);

let world: SmallWorld;
beforeEach(async () => {
  world = await smallWorld(
    EVENT,
    [tinyStore(), eventProduct(EVENT, 'Night swim'), ...IDS.map(sale)].join('\n'),
  );
  await world.verified('full');
  return async () => await world.close();
});

async function setStatus(status: string, ids: readonly number[]): Promise<void> {
  await world.store.exec(
    `update wp_wc_orders set status = '${status}', ${NOW} where id in (${ids.join(', ')})`,
  );
}

async function deleteTickets(ids: readonly number[]): Promise<void> {
  await world.store.exec(`delete from wp_posts where ID in (${ids.map((id) => id + 1).join(', ')})`);
}

/** The limit that a new configuration has: ten tickets, or one in five. */
async function preview() {
  const source = openWooStore(
    {
      reach: directTo(world.store.url, { connectTimeoutMs: 10_000 }),
      prefix: null,
      statementLimitS: null,
      textEncoding: 'auto',
      orderNumberMeta: null,
    },
    world.log,
  );
  try {
    const [configuration] = await world.rows<{ readonly id: string }>('select id from sync_configurations');
    const deps = { db: world.db, now: () => new Date() };
    const asked = { configurationId: configuration?.id ?? '' };
    const shown = await previewConfiguration(deps, source, asked, new AbortController().signal);
    if (shown === null) throw new Error('the event was never synced');
    return shown;
  } finally {
    await source.close();
  }
}

async function validTickets(): Promise<readonly number[]> {
  const rows = await world.rows<{ readonly id: number }>(
    `select woo_ticket_id as id from tickets where status in ('active', 'pending') and removed_at is null`,
  );
  return rows.map(({ id }) => id);
}

describe('a preview weighs removals as the execution does', () => {
  it.each([
    [
      'refunded orders whose tickets are deleted',
      async () => {
        await setStatus('wc-refunded', IDS.slice(0, 15));
        await deleteTickets(IDS.slice(0, 15));
      },
      { lost: 15, held: 0 },
    ],
    [
      'cancelled orders, and refunds of tickets of a list that waits',
      async () => {
        await setStatus('wc-cancelled', IDS.slice(0, 15));
        await world.sync('quick');
        await setStatus('wc-refunded', IDS.slice(0, 8));
      },
      { lost: 15, held: 7 },
    ],
    [
      'cancelled orders beside new sales',
      async () => {
        await world.store.exec(idsFrom(9000, 60).map(sale).join('\n'));
        await setStatus('wc-cancelled', IDS.slice(0, 15));
      },
      { lost: 15, held: 0 },
    ],
    [
      'cancelled orders beside refunds, which make the event smaller',
      async () => {
        await world.store.exec(idsFrom(9000, 20).map(sale).join('\n'));
        await world.verified('quick');
        await setStatus('wc-refunded', idsFrom(9000, 20));
        await setStatus('wc-cancelled', IDS.slice(0, 11));
      },
      { lost: 31, held: 11 },
    ],
    [
      'cancelled orders, and orders cancelled before that are paid again',
      async () => {
        await setStatus('wc-cancelled', IDS.slice(0, 8));
        await world.verified('quick');
        await setStatus('wc-completed', IDS.slice(0, 8));
        await setStatus('wc-cancelled', IDS.slice(8, 16));
      },
      { lost: 8, held: 0 },
    ],
  ])('%s', async (_, change, expected) => {
    await change();
    const before = await validTickets();
    const { lost, held } = await preview();
    expect({ lost: lost.length, held: held.tickets }).toEqual(expected);
    const report = await world.sync('full');
    expect(report.held).toEqual(held);
    const after = new Set(await validTickets());
    const gone = before.filter((id) => !after.has(id)).sort((a, b) => a - b);
    const shown = lost.filter(({ isHeld }) => !isHeld).map(({ wooTicketId }) => wooTicketId ?? 0);
    expect(gone).toEqual(shown.sort((a, b) => a - b));
  });
});
