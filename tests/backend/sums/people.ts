import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Random } from '../../../src/demo/model/random.ts';

export const EVENTS = [randomUUID(), randomUUID()] as const;
const TIERS = EVENTS.flatMap((event, at) =>
  [1, 2, 3].map((variation) => ({ id: randomUUID(), event, at, variation })),
);

/** Two events with three tiers each, in two zones. */
export async function makeEvents(client: pg.Client): Promise<void> {
  const organizer = randomUUID();
  await client.query(
    `insert into organizers (id, name, slug, contact_email) values ($1, 'Tuki', 'tuki', 'o@example.com')`,
    [organizer],
  );
  for (const [at, event] of EVENTS.entries()) {
    await client.query(
      `insert into events (id, organizer_id, title, slug, status, timezone, woo_product_id, store_url, content_digest)
       values ($1, $2, 'Noche', $3, 'published', $4, $5, 'https://store.example', '\\x')`,
      [event, organizer, `noche-${at}`, at === 0 ? 'America/Santiago' : '+05:30', 100 + at],
    );
  }
  for (const { id, event, at, variation } of TIERS) {
    await client.query(
      `insert into ticket_tiers (id, event_id, name, woo_product_id, woo_variation_id, currency, content_digest)
       values ($1, $2, $3, $4, $5, 'CLP', '\\x')`,
      [id, event, `Tier ${variation}`, 100 + at, variation],
    );
  }
}

const STATUSES = ['pending', 'paid', 'paid', 'paid', 'cancelled', 'refunded', 'failed', 'trashed'] as const;
const TICKET_STATUSES = ['active', 'active', 'pending', 'cancelled', 'refunded', 'orphaned'] as const;
const SLOTS = [
  ['Función de las 21', '2026-01-10T00:00:00Z', null],
  ['Función de las 21', null, '2026-01-10'],
  ['Matiné', null, null],
  [null, null, null],
] as const;
const ZONES = [
  'America/Santiago',
  'UTC',
  '+05:30',
  '-03:00',
  'Valdivia',
  'Asia/Tokyo',
  'CLT',
  'america/lima',
];

/**
 * Runs one of these statements, as a sync, a check-in, a program or a person with SQL would.
 *
 * @param isAlone whether an order may move to another event: with other writers, its new tickets would keep the old
 * one
 */
export async function changeSomething(client: pg.Client, random: Random, isAlone = false): Promise<void> {
  const event = random.pick(EVENTS);
  const tier = random.pick(TIERS as [(typeof TIERS)[number], ...typeof TIERS]).id;
  const share = random.between(1, 100) / 100;
  const some = (table: string, most = 5): string =>
    `select id from ${table} where hashtext(id::text) % 100 / 100.0 between ${share - 0.3} and ${share} limit ${most}`;
  const money = (): string => `${random.between(0, 99_999)}.${random.between(0, 99_999_999)}`;
  const days = (): string =>
    JSON.stringify({
      1: random.pick(['checked_in', 'not_checked_in']),
      2: random.pick(['checked_in', 'not_checked_in']),
    });
  const [slot, slotAt, slotDate] = random.pick(SLOTS);
  const statements: readonly (() => Promise<unknown>)[] = [
    async () =>
      await client.query(
        `with o as (
           insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount, tax,
             total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
             order_total, order_refunded, ordered_at, content_digest)
           select gen_random_uuid(), $1, floor(random() * 3) * 9000 + floor(random() * 1000), 'N', $2, $2, $3, 0, 0, 0, ${money()}, 1.5, 0, 1.5,
             ${money()}, 0.1, 0.2, 0.00000001, 0, 0,
             case when n % 4 > 0 then timestamptz '2026-01-01' + random() * interval '5 days' end, '\\x'
           from generate_series(1, ${random.between(1, 6)}) n returning id
         ) insert into order_items (id, order_id, ticket_tier_id, woo_item_id, name, quantity, refunded_quantity, subtotal,
             discount, tax, total, refunded, unticketed_quantity, unticketed_amount, content_digest)
         select gen_random_uuid(), o.id, case when m < 3 then $4::uuid end, m, 'L', m, 1, 0, 0, 0.3, ${money()}, 1, 0, 0, '\\x'
         from o, generate_series(1, 3) m`,
        [event, random.pick(STATUSES), random.pick(['CLP', 'USD']), tier],
      ),
    async () =>
      await client.query(
        `insert into tickets (id, event_id, order_id, ticket_tier_id, origin, woo_ticket_id, woo_order_id,
           woo_product_id,
           woo_variation_id, status, check_in_status, day_status, store_values, price, service_fee, organizer_amount, slot,
           slot_at, slot_date, seat_row, content_digest)
         select gen_random_uuid(), coalesce(o.event_id, $1), o.id, $2, 'fooevents', floor(random() * 1e12), o.woo_order_id,
           100 + n % 2, 1, $3, $4, $5,
           jsonb_build_object('days', $6::jsonb), ${money()}, 0, ${money()}, $7, $8, $9, $10, '\\x'
         from (select id, event_id, woo_order_id from orders where id in (${some('orders', 3)})
           union all select null, null, null where ${random.chance(20)}) o, generate_series(1, ${random.between(1, 4)}) n`,
        [
          event,
          tier,
          random.pick(TICKET_STATUSES),
          random.pick(['not_checked_in', 'checked_in', 'partly_checked_in']),
          days(),
          random.chance(90) ? days() : random.pick(['[]', '"x"', 'null', '{"1": 5}']),
          slot,
          slotAt,
          slotDate,
          random.chance(30) ? `Fila ${random.between(1, 3)}` : null,
        ],
      ),
    async () =>
      await client.query(`update orders set status = $1 where id in (${some('orders')})`, [
        random.pick(STATUSES),
      ]),
    async () =>
      await client.query(
        `update orders set currency = $1, total = ${money()}, ordered_at = ordered_at + interval '9 hours'
         where id in (${some('orders')})`,
        [random.pick(['CLP', 'USD'])],
      ),
    async () =>
      await client.query(
        `update orders set removed_at = case when removed_at is null then now() end,
           removed_reason = case when removed_at is null then $1::removed_reason end where id in (${some('orders')})`,
        [random.pick(['gone', 'trashed'])],
      ),
    async () =>
      await client.query(
        `update order_items set quantity = quantity + 1, total = ${money()}, ticket_tier_id = $1
         where id in (${some('order_items')})`,
        [tier],
      ),
    async () =>
      await client.query(
        `update order_items set removed_at = case when removed_at is null then now() end where id in (${some('order_items')})`,
      ),
    async () =>
      await client.query(
        `update order_items set order_id = (${some('orders', 1)}) where id in (${some('order_items', 1)})
           and exists (${some('orders', 1)})`,
      ),
    async () => await client.query(`delete from order_items where id in (${some('order_items', 2)})`),
    async () => await client.query(`delete from tickets where id in (${some('tickets', 2)})`),
    async () =>
      await client.query(
        `update tickets set check_in_status = $1, day_status = $2 where id in (${some('tickets', 1)})`,
        [random.pick(['not_checked_in', 'checked_in', 'partly_checked_in']), days()],
      ),
    async () =>
      await client.query(
        `update tickets set status = $1, price = ${money()}, ticket_tier_id = $2 where id in (${some('tickets')})`,
        [random.pick(TICKET_STATUSES), tier],
      ),
    async () =>
      await client.query(
        `with o as (${some('orders', 1)})
         update tickets t set slot = $1, slot_at = $2, slot_date = $3, order_id = p.id, event_id = coalesce(p.event_id, t.event_id),
           woo_order_id = p.woo_order_id
         from (select 1) one left join (select * from orders where id in (table o)) p on true
         where t.id in (${some('tickets', 3)})`,
        [slot, slotAt, slotDate],
      ),
    async () =>
      await client.query(
        `update tickets set removed_at = case when removed_at is null then now() end,
           removed_reason = case when removed_at is null then $1::removed_reason end where id in (${some('tickets')})`,
        [random.pick(['gone', 'trashed'])],
      ),
    async () =>
      await client.query(
        `update tickets set first_name = 'Ana', email = null where id in (${some('tickets')})`,
      ),
    async () =>
      await client.query('update events set timezone = $2 where id = $1', [
        event,
        random.pick(ZONES as [string]),
      ]),
    async () =>
      await client.query(
        `update ticket_tiers set name = 'Renamed ' || $2::text, removed_at = now() where id = $1`,
        [tier, random.between(1, 99)],
      ),
    // Several of the tables change in one statement.
    async () =>
      await client.query(
        `with o as (update orders set status = $1, ordered_at = ordered_at - interval '1 day'
             where id in (${some('orders')}) returning id),
           i as (update order_items set quantity = quantity + 2 where order_id in (select id from orders
             where hashtext(id::text) % 100 / 100.0 between ${share - 0.3} and ${share}))
         update tickets set status = 'refunded', price = ${money()} where order_id in (select id from orders
           where hashtext(id::text) % 100 / 100.0 between ${share - 0.3} and ${share})`,
        [random.pick(STATUSES)],
      ),
    async () =>
      await client.query(
        `insert into orders select (jsonb_populate_record(o, jsonb_build_object('status', $1::text))).* from orders o
         where id in (${some('orders', 2)}) on conflict (id) do update set status = excluded.status`,
        [random.pick(STATUSES)],
      ),
  ];
  const move = async () =>
    await client.query(
      `with o as (update orders set event_id = $1, woo_order_id = woo_order_id + 300 where id in (${some('orders', 1)})
         returning id, event_id, woo_order_id)
       update tickets t set event_id = o.event_id, woo_order_id = o.woo_order_id from o where t.order_id = o.id`,
      [event],
    );
  // More orders and tickets are added than removed.
  const [order, ticket, ...others] = statements;
  const all = [order, order, ticket, ticket, ticket, ...others, ...(isAlone ? [move] : [])];
  await random.pick(all as [() => Promise<unknown>, ...(() => Promise<unknown>)[]])();
}
