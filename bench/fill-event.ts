/**
 * Statements that fill a backend with one event of many tickets, like a first sync: 106,000 orders and 229,666
 * tickets on 300 days and in six tiers, with one first name for a fifth of the attendees. Each takes the number of
 * the event and the first and last number of the orders that it adds.
 */
export const ORDERS = 106_000;
export const TIERS = 6;

const uuid = (kind: number, of: string, number: string): string =>
  `('${String(kind).padStart(8, '0')}-0000-7000-8' || lpad(to_hex(${of}::int), 3, '0') || '-' ||
    lpad(to_hex(${number}::bigint), 12, '0'))::uuid`;

/** Our id of an event by its number, in SQL and in TypeScript. */
export const eventId = (number: string): string => uuid(2, number, '0');

export const FILL_EVENT = `
  with organizer as (
    insert into organizers (id, name, slug, contact_email)
    values (${uuid(1, '$1', '0')}, 'Bench ' || $1::int, 'bench-' || $1::int, 'bench-' || $1::int || '@example.com')
    returning id
  ), event as (
    insert into events (id, organizer_id, title, slug, status, timezone, num_days, woo_product_id, store_url,
      content_digest)
    select ${eventId('$1')}, id, 'Bench ' || $1::int, 'bench-' || $1::int, 'published', 'America/Santiago', 1, $1::int,
      'https://bench.example', '\\x' from organizer
    returning id
  )
  insert into ticket_tiers (id, event_id, name, woo_product_id, woo_variation_id, currency, content_digest)
  select ${uuid(3, '$1', 'n')}, event.id, 'Tier ' || n, $1::int, n, 'CLP', '\\x'
  from event, generate_series(1, ${TIERS}) n`;

const STATUS = `case when n % 100 < 90 then 'paid' when n % 100 < 94 then 'cancelled'
  when n % 100 < 97 then 'refunded' when n % 100 < 99 then 'failed' else 'pending' end`;
const QUANTITY = `(array[1, 2, 2, 2, 3, 3])[1 + n % 6]`;
const FIRST_NAME = `case when n % 5 = 0 then 'María' else 'Nombre' || n % 4001 end`;
const LAST_NAME = `case when n % 7 = 0 then 'González' else 'Apellido' || n % 5003 end`;
const PRICE = 25_000;

export const FILL_ORDERS = `
  insert into orders (id, event_id, woo_order_id, number, status, source_status, email, first_name, last_name, phone,
    currency, subtotal, discount, tax, total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee,
    organizer_amount, rounding, order_total, order_refunded, ordered_at, content_digest)
  select ${uuid(4, '$1', 'n')}, ${eventId('$1')}, 1000 + n, (1000 + n)::text, ${STATUS}, ${STATUS},
    'buyer' || n || '@example.com', ${FIRST_NAME}, ${LAST_NAME}, '+569' || 10000000 + n, 'CLP',
    t, 0, 0, t, r, 0, r, t - r, (t - r) / 10, (t - r) * 9 / 10, 0, t, r,
    timestamptz '2026-01-01 03:00Z' + n * interval '4 minutes', sha256(n::text::bytea)
  from (select n, ${QUANTITY} * ${PRICE} as t,
      case when n % 100 between 94 and 96 then ${QUANTITY} * ${PRICE} else 0 end as r
    from generate_series($2::int, $3::int) n) o`;

export const FILL_ITEMS = `
  insert into order_items (id, order_id, ticket_tier_id, woo_item_id, name, quantity, refunded_quantity, subtotal, discount,
    tax, total, refunded, unticketed_quantity, unticketed_amount, content_digest)
  select ${uuid(5, '$1', 'n')}, ${uuid(4, '$1', 'n')}, ${uuid(3, '$1', `1 + n % ${TIERS}`)}, 5000 + n, 'Entrada',
    ${QUANTITY}, 0, ${QUANTITY} * ${PRICE}, 0, 0, ${QUANTITY} * ${PRICE}, 0, 0, 0, sha256(n::text::bytea)
  from generate_series($2::int, $3::int) n`;

export const FILL_TICKETS = `
  insert into tickets (id, event_id, order_id, order_item_id, ticket_tier_id, origin, woo_ticket_id, woo_order_id,
    woo_product_id, woo_variation_id, ticket_number, display_number, status, source_status, source_post_status,
    check_in_status, day_status, first_name, last_name, email, phone, form_data, price, currency, service_fee,
    organizer_amount, store_values, content_digest)
  select ${uuid(6, '$1', 'n * 4 + k')}, ${eventId('$1')}, ${uuid(4, '$1', 'n')}, ${uuid(5, '$1', 'n')},
    ${uuid(3, '$1', `1 + n % ${TIERS}`)}, 'fooevents', 1000000 + n * 4 + k, 1000 + n, $1::int, 1 + n % ${TIERS},
    (77000000 + n * 4 + k)::text, 'E-' || n * 4 + k,
    case ${STATUS} when 'paid' then 'active' when 'refunded' then 'refunded' else 'cancelled' end,
    'Not Checked In', 'publish', 'not_checked_in', '{"1": "not_checked_in"}', ${FIRST_NAME}, ${LAST_NAME},
    'guest' || n || '-' || k || '@example.com', '+569' || 10000000 + n,
    jsonb_build_array(jsonb_build_object('key', 'rut', 'label', 'RUT', 'value', 11111111 + n)), ${PRICE}, 'CLP',
    ${PRICE / 10}, ${(PRICE * 9) / 10},
    jsonb_build_object('days', jsonb_build_object('1', 'not_checked_in'), 'first_name', ${FIRST_NAME},
      'last_name', ${LAST_NAME}, 'email', 'guest' || n || '-' || k || '@example.com'), sha256(n::text::bytea)
  from generate_series($2::int, $3::int) n, generate_series(1, ${QUANTITY}) k`;
