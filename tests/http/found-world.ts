import type { ServerParts } from '../../src/http/server/server.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';

interface OrderFacts {
  readonly number: string;
  readonly name: readonly [string, string] | null;
  readonly email?: string;
  readonly phone?: string;
  readonly removed?: boolean;
}

interface TicketFacts extends OrderFacts {
  readonly order: string | null;
  readonly display?: string;
  readonly company?: string;
}

/** In chronological order, the newest last. */
const ORDERS: readonly OrderFacts[] = [
  {
    number: '1740',
    name: ['María José', 'Pérez Soto'],
    email: 'mj.perez@example.cl',
    phone: '+56 9 8765 4321',
  },
  { number: '17401', name: ['José', 'Ñandú'], email: 'jose_nandu@Correo.cl', phone: '09-8765 1111' },
  { number: 'WC-88', name: ['Ana', 'O’Higgins'], email: 'ana100%@x.cl', phone: '(2) 2345 6789' },
  { number: '654321', name: ['Pedro', 'Rojas'] },
  { number: '7000', name: ['Rosa', 'Lillo'], email: 'rosa@lillo.org', phone: '0056 9 1165 4321' },
  { number: '8100', name: ['Gloria', 'Trashed'], email: 'gloria@gone.cl', removed: true },
  { number: '8200', name: null },
  { number: '8300', name: ['Perla', 'Mar'], phone: '777888' },
];

const TICKETS: readonly TicketFacts[] = [
  { number: '9001234567', order: '1740', name: ['María José', 'Pérez Soto'], email: 'mj.perez@example.cl' },
  {
    number: '9001234568',
    order: '1740',
    name: ['Luis', 'Soto'],
    email: 'luis@otro.org',
    phone: '+56970000001',
  },
  { number: '9001234599', order: '17401', name: ['José', 'Ñandú'], company: 'Café Ltda.' },
  { number: '9007777777', order: null, name: ['Sin', 'Pedido'], display: 'VIP-7' },
  { number: '9005555555', order: '8100', name: ['Gloria', 'Trashed'], removed: true },
];

/** Orders, tickets, events and configurations of a few people, written by hand. */
export async function openFoundWorld(given: Partial<ServerParts> = {}): Promise<ApiWorld> {
  const world = await openApiWorld(given);
  const { db } = world.backend;
  const made = await world.ask('superuser', 'POST', 'configurations/', {
    ...BODY,
    name: 'Jaivas, noche',
    event_name: 'Los Jaivas en Ñuñoa',
  });
  if (made.statusCode !== 201) throw new Error(made.body);
  const { rows } = await db.query<{ id: string }>('select id from organizers');
  const organizer = rows[0]?.id;
  const event = async (title: string, product: number, removed = false) => {
    const id = newId();
    await db.query(
      `insert into events (id, organizer_id, title, slug, status, timezone, venue, woo_product_id, store_url,
         content_digest, removed_at)
       values ($1, $2, $3, 'e' || $4::bigint, 'published', 'America/Santiago', 'Teatro Caupolicán', $4::bigint, 'https://shop.cl', '',
         case when $5 then now() end)`,
      [id, organizer, title, product, removed],
    );
    return id;
  };
  const eventId = await event('Los Jaivas en Ñuñoa', 501);
  await event('Gala del año pasado', 602, true);
  const orders = new Map<string, string>();
  for (const [at, { number, name, email, phone, removed }] of ORDERS.entries()) {
    const id = newId();
    orders.set(number, id);
    await db.query(
      `insert into orders (id, event_id, woo_order_id, number, status, source_status, email, first_name, last_name,
         phone, currency, subtotal, discount, tax, total, refunded_by_lines, refunded_apportioned, refunded, net,
         service_fee, organizer_amount, rounding, order_total, order_refunded, content_digest, ordered_at, removed_at)
       values ($1, $2, $3::int, $4, 'paid', 'completed', $5, $6, $7, $8, 'CLP', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '',
         timestamptz '2026-01-01T12:00:00Z' + $3::int * interval '1 day', case when $9 then now() end)`,
      [id, eventId, at + 1, number, email, name?.[0], name?.[1], phone, removed ?? false],
    );
  }
  for (const [at, { number, order, name, email, phone, display, company, removed }] of TICKETS.entries()) {
    await db.query(
      `insert into tickets (id, event_id, order_id, origin, woo_ticket_id, woo_product_id, woo_variation_id,
         ticket_number, display_number, status, check_in_status, first_name, last_name, email, phone, company, price,
         service_fee, organizer_amount, content_digest, removed_at)
       values ($1, $2, $3, 'fooevents', $4, 501, 0, $5, $6, 'active', 'not_checked_in', $7, $8, $9, $10, $11, 0, 0, 0, '',
         case when $12 then now() end)`,
      [
        newId(),
        eventId,
        order === null ? null : orders.get(order),
        at + 1,
        number,
        display,
        name?.[0],
        name?.[1],
        email,
        phone,
        company,
        removed ?? false,
      ],
    );
  }
  return world;
}
