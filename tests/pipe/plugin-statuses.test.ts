import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import * as tiny from '../woocommerce/tiny-store.ts';
import { type GrownStore, numbered, openGrownStore, setOption, ticketOf } from './grown-store.ts';

const { eventProduct, postMetas, sold } = tiny;

const DINNER = 900;
const ISSUED = { WooCommerceEventsTicketsGenerated: 'yes' };

describe.each(['hpos', 'posts'] as const)('a store with its orders in %s', (layout) => {
  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  let grown: GrownStore;

  beforeAll(async () => {
    grown = await openGrownStore(layout, [
      eventProduct(DINNER, 'Dinner'),
      ...numbered(130, 8).map((id) =>
        order({
          id,
          status: 'wc-completed',
          paidGmt: '2025-03-01 10:05:00',
          metas: id === 136 ? {} : ISSUED,
          lines: { [id * 10]: sold(DINNER, '1', '1000') },
        }),
      ),
      ...numbered(130, 8)
        .filter((id) => id !== 136)
        .map((id) => ticketOf(3300 + id, DINNER, id)),
      // An order of the order tables has a post that reserves its id.
      ...(layout === 'hpos'
        ? numbered(130, 8).map(
            (id) => `insert into wp_posts (ID, post_title, post_content, post_type, post_status)
                values (${id}, '', '', 'shop_order_placehold', 'draft');`,
          )
        : []),
    ]);
    await grown.sync(DINNER, 'full');
  });
  afterAll(async () => {
    await grown.close();
  });

  describe('a status of a plugin', () => {
    const meta = (id: number, key: string, value: string): string =>
      layout === 'hpos'
        ? `insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values (${id}, '${key}', '${value}');`
        : postMetas(id, { [key]: value });

    const ofOrders = async (what: string) => await grown.ofOrders(DINNER, what);

    it('is paid by a time of payment or completion in any place', async () => {
      await grown.store.exec(
        [
          layout === 'hpos'
            ? `update wp_wc_orders set status = 'wc-retirado', date_updated_gmt = utc_timestamp() where id between 130 and 137;
               update wp_wc_order_operational_data set date_paid_gmt = null where order_id between 130 and 137;`
            : `update wp_posts set post_status = 'wc-retirado', post_modified_gmt = utc_timestamp() where ID between 130 and 137;
               delete from wp_postmeta where post_id between 130 and 137 and meta_key = '_date_paid';`,
          meta(130, '_paid_date', '2025-03-01 07:04:00'),
          meta(131, '_date_paid', '1740823440'),
          meta(132, '_completed_date', '2025-03-01 07:04:00'),
          meta(133, '_date_completed', '1740823440'),
          // An unreadable time does not count.
          meta(134, '_paid_date', 'ayer'),
          meta(135, '_paid_date', '0000-00-00 00:00:00'),
          meta(135, '_date_paid', ''),
          // Its tickets are not made yet: since it is paid, one is pending.
          meta(136, '_date_completed', '1740823440'),
          meta(136, 'WooCommerceEventsOrderTickets', record()),
          // Tickets are made only for completed orders, and these were never completed.
          `${layout === 'hpos' ? 'update wp_wc_orders_meta set meta_value' : 'update wp_postmeta set meta_value'} = 'no'
           where meta_key = 'WooCommerceEventsTicketsGenerated' and ${layout === 'hpos' ? 'order_id' : 'post_id'} in (134, 135, 137);`,
        ].join('\n'),
      );
      await grown.catchUp(DINNER);
      expect(await ofOrders('o.status')).toEqual({
        130: 'paid',
        131: 'paid',
        132: 'paid',
        133: 'paid',
        134: 'pending',
        135: 'pending',
        136: 'paid',
        137: 'pending',
      });
      expect(
        await ofOrders(`to_char(coalesce(o.paid_at, o.completed_at) at time zone 'UTC', 'DD HH24:MI')`),
      ).toMatchObject({
        130: '01 10:04',
        131: '01 10:04',
        132: '01 10:04',
        133: '01 10:04',
        134: null,
      });
      const owed = await queryRows(
        grown.known.db,
        `select t.status, t.woo_order_id::integer as "order" from tickets t join events e on e.id = t.event_id
         where e.woo_product_id = $1 and t.woo_ticket_id is null and t.removed_at is null`,
        [DINNER],
      );
      expect(owed).toEqual([{ status: 'pending', order: 136 }]);
    });

    if (layout === 'hpos') {
      it('is paid by a time that a migration left with the post behind the order', async () => {
        await grown.store.exec(postMetas(137, { _paid_date: '2025-03-02 07:00:00' }));
        await grown.catchUp(DINNER);
        expect(await ofOrders('o.status')).toMatchObject({ 135: 'pending', 137: 'paid' });
        expect(await grown.ofTickets(DINNER, 't.status')).toMatchObject({ 3435: 'inactive', 3437: 'active' });
        await grown.store.exec(`delete from wp_postmeta where post_id = 137`);
        await grown.catchUp(DINNER);
        expect(await ofOrders('o.status')).toMatchObject({ 137: 'pending' });
      });
    }

    it('is paid by issued tickets, if tickets are made for paid orders only', async () => {
      const generated = layout === 'hpos' ? 'wp_wc_orders_meta' : 'wp_postmeta';
      const owner = layout === 'hpos' ? 'order_id' : 'post_id';
      await grown.store.exec(`update ${generated} set meta_value = 'yes'
        where meta_key = 'WooCommerceEventsTicketsGenerated' and ${owner} = 135`);
      await grown.catchUp(DINNER);
      expect(await ofOrders('o.status')).toMatchObject({ 135: 'paid', 137: 'pending' });
      const issuing = (...statuses: readonly string[]): string =>
        setOption(
          'globalWooCommerceEventsSendOnStatus',
          `a:${statuses.length}:{${statuses.map((one, at) => `i:${at};s:${one.length}:"${one}";`).join('')}}`,
        );
      await grown.store.exec(issuing('wc-completed', 'wc-on-hold'));
      expect(await grown.catchUp(DINNER)).toEqual(['full', 'sweep']);
      expect(await ofOrders('o.status')).toMatchObject({ 130: 'paid', 135: 'pending' });
      await grown.store.exec(issuing('wc-processing', 'wc-retirado'));
      await grown.catchUp(DINNER);
      expect(await ofOrders('o.status')).toMatchObject({ 130: 'paid', 135: 'pending' });
    });

    it('is the configuration’s, whatever times the store has', async () => {
      const map = async (to: string): Promise<void> => {
        await grown.known.db.query(
          `update sync_configurations c set status_mapping = $2 from events e
           where e.configuration_id = c.id and e.woo_product_id = $1`,
          [DINNER, JSON.stringify({ retirado: to })],
        );
        await grown.sync(DINNER, 'quick');
      };
      await map('on_hold');
      expect(new Set(Object.values(await ofOrders('o.status')))).toEqual(new Set(['on_hold']));
      await map('paid');
      expect(new Set(Object.values(await ofOrders('o.status')))).toEqual(new Set(['paid']));
    });
  });

  function record(): string {
    const fields = { WooCommerceEventsProductID: String(DINNER), WooCommerceEventsAttendeeName: 'Ana' };
    const pairs = Object.entries(fields).map(
      ([key, value]) => `s:${key.length}:"${key}";s:${value.length}:"${value}";`,
    );
    return `a:1:{i:1;a:1:{i:1;a:2:{${pairs.join('')}}}}`;
  }
});
