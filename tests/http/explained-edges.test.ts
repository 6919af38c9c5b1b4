import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { readExplanation } from '../../src/sync/explain/read-explained.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { ticketOf } from '../pipe/grown-store.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { HALL } from '../woocommerce/hall-store.ts';
import { type ExplainedWorld, openExplainedWorld } from './explained-world.ts';

let explained: ExplainedWorld;

beforeAll(async () => {
  explained = await openExplainedWorld();
});
afterAll(async () => {
  await explained.close();
});

const codesOf = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code);

it('the note of a dismissed reject is masked for those who may not see personal data', async () => {
  const { world, shop, sync, explain, orderPath } = explained;
  const path = await orderPath(126);
  await shop.exec(`update wp_wc_orders set currency = 'ZZZ' where id = 126`);
  const { report } = await sync();
  expect(report.rejects).toMatchObject([{ code: 'order.unknown-currency' }]);
  await world.backend.db.query(
    `update sync_rejects set dismissed_at = now(), dismiss_note = 'Ana Soto paid in cash' where woo_id = 126`,
  );
  const shown = await explain(path, 'superuser');
  const hidden = await explain(path, 'viewer');
  expect(shown.rejects[0]?.dismiss_note).toBe('Ana Soto paid in cash');
  expect(hidden.rejects[0]).toMatchObject({ dismiss_note: '***', raw: '***' });
  // The sides of a row that cannot be read cannot be compared.
  expect([shown.store.state, shown.differences]).toEqual(['rejected', null]);
  await shop.exec(`update wp_wc_orders set currency = 'USD' where id = 126`);
});

it('an erased buyer is not shown, not even to those who may see personal data', async () => {
  const { shop, explain, orderPath, ticketPath } = explained;
  await shop.exec(`insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values (121, '_anonymized', 'yes');
    update wp_wc_orders set billing_email = 'deleted@site.invalid' where id = 121;
    insert into wp_postmeta (post_id, meta_key, meta_value) values
      (3210, 'WooCommerceEventsPurchaserFirstName', 'Ana'), (3210, 'WooCommerceEventsPurchaserLastName', 'Soto'),
      (3210, 'WooCommerceEventsPurchaserEmail', 'ana@example.com'),
      (3210, 'WooCommerceEventsAttendeeName', 'Ana'), (3210, 'WooCommerceEventsAttendeeLastName', 'Soto'),
      (3210, 'WooCommerceEventsAttendeeEmail', 'ana@example.com')`);
  const { store } = await explain(await orderPath(121));
  expect(store.order).toMatchObject({ anonymised: true, email: null });
  expect(JSON.stringify(store)).not.toMatch(/Ana|Soto|ana@example|deleted@site/);
  // The same once its order is gone, because the backend's order says that it was erased.
  await explained.sync();
  await shop.exec(`delete from wp_wc_orders where id = 121`);
  const orphan = await explain(await ticketPath(3210));
  expect(JSON.stringify(orphan.store)).not.toMatch(/Ana|Soto|ana@example/);
  expect(orphan.store).toMatchObject({
    state: 'read',
    tickets: [{ woo_ticket_id: 3210 }, { woo_ticket_id: 3211 }],
  });
  expect(codesOf(orphan)).toContain('ticket_orphaned');
});

it('an explanation searches no ticket of the whole store, which any viewer could ask for', async () => {
  const { world, shop, configuration, sync } = explained;
  await shop.exec(`update wp_posts set post_type = 'gone' where ID = 3241`);
  await sync();
  const reach = directTo(shop.url, { connectTimeoutMs: 10_000 });
  const source = openWooStore({ reach, prefix: null, statementLimitS: null }, world.backend.log);
  const searchedFrom: unknown[] = [];
  try {
    await readExplanation(
      { db: world.backend.db, now: () => new Date() },
      configuration,
      {
        identify: async (...of) => await source.identify(...of),
        readEvent: async (...of) => await source.readEvent(...of),
        readTranslations: async (...of) => await source.readTranslations(...of),
        findStore: async (...of) => await source.findStore(...of),
        async openSnapshot(...of) {
          const snapshot = await source.openSnapshot(...of);
          const search = snapshot.newTicketsOf.bind(snapshot);
          snapshot.newTicketsOf = async (asked, since, signal) => {
            searchedFrom.push(since);
            return await search(asked, since, signal);
          };
          return snapshot;
        },
      },
      { wooOrderId: 124, wooTicketId: null },
      new AbortController().signal,
    );
  } finally {
    await source.close();
  }
  expect(searchedFrom).not.toEqual([]);
  expect(searchedFrom).not.toContain(null);
});

it('a ticket that the store deleted is still named after a sync removed it', async () => {
  const { explain, orderPath } = explained;
  const after = await explain(await orderPath(124));
  expect(after.differences).toEqual([]);
  expect(after.reasons).toContainEqual(
    expect.objectContaining({ code: 'ticket_gone', figures: { ticket: '3241' } }),
  );
});

it('a removal that the guard holds names the list that waits for a decision', async () => {
  const { world, shop, configuration, explain, orderPath } = explained;
  const path = await orderPath(127);
  await shop.exec('delete from wp_wc_orders where id = 127');
  const list = newId();
  const removed = { table: 'orders', label: '127', operation: 'removed' };
  expect((await explain(path)).differences).toMatchObject([{ ...removed, held: null }]);
  const hold = async (state: string): Promise<void> => {
    await world.backend.db.query(
      `insert into held_removals (id, configuration_id, digest, state, max_removal_percent, valid_tickets, lost_before)
       values ($1, $2, 'a', 'waiting', 5, 10, 0) on conflict do nothing`,
      [list, configuration],
    );
    await world.backend.db.query(
      `insert into held_removal_rows (held_removal_id, kind, row_id, woo_order_id, becomes)
       select $1, 'order', id, woo_order_id, 'gone' from orders where woo_order_id = 127 on conflict do nothing`,
      [list],
    );
    await world.backend.db.query(`update held_removals set state = $2, decided_at = now() where id = $1`, [
      list,
      state,
    ]);
  };
  await hold('waiting');
  expect((await explain(path)).differences).toMatchObject([{ ...removed, held: list }]);
  // The next sync removes the rows of an approved list.
  await hold('approved');
  expect((await explain(path)).differences).toMatchObject([{ ...removed, held: null }]);
});

it('a new ticket of an existing order is explained with that order', async () => {
  const { shop, configuration, explain } = explained;
  await shop.exec(ticketOf(3299, HALL, 128));
  const { order, ticket, differences, executions } = await explain(
    `configurations/${configuration}/explain/?woo_ticket_id=3299`,
  );
  expect([order?.woo_order_id, ticket]).toEqual([128, null]);
  expect(executions).not.toEqual([]);
  expect(differences).toMatchObject([{ table: 'tickets', label: '3299', operation: 'created' }]);
});
