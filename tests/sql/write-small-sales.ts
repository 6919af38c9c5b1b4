import { type Database, queryRows } from '../../src/backend/database.ts';
import { newId } from '../../src/kernel/ids.ts';
import { EVENTS, ORDERS, type SmallTicket, TICKETS, TIERS } from './small-sales.ts';

/** Fills a backend with the rows of small-sales.ts. */
export async function writeSmallSales(db: Database): Promise<void> {
  const ids = new Map<string, string>();
  const idOf = (key: string): string => {
    const id = ids.get(key) ?? newId();
    ids.set(key, id);
    return id;
  };
  const insert = async (table: string, values: Readonly<Record<string, unknown>>): Promise<void> => {
    const names = Object.keys(values);
    await queryRows(
      db,
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(values),
    );
  };
  const kept = { content_digest: Buffer.alloc(1) };

  await insert('organizers', { id: idOf('tuki'), name: 'Tuki', slug: 'tuki', contact_email: 'o@tuki.cl' });
  await insert('sync_credentials', {
    id: idOf('shop'),
    name: 'shop',
    transport: 'direct',
    host: 'db.example.com',
    port: 3306,
    username: 'reader',
    database_name: 'wordpress',
    password_sealed: 'sealed',
  });
  for (const { key, title, product, days } of EVENTS) {
    const shared = { organizer_id: idOf('tuki'), woo_product_id: product };
    await insert('sync_configurations', {
      ...shared,
      id: idOf(`configuration ${key}`),
      name: title,
      event_name: title,
      credentials_id: idOf('shop'),
      service_fee_percentage: 10,
      pinned_site_url: 'https://tuki.cl',
      pinned_table_prefix: 'wp_',
    });
    await insert('events', {
      ...shared,
      ...kept,
      id: idOf(key),
      configuration_id: idOf(`configuration ${key}`),
      title,
      slug: key,
      status: 'published',
      timezone: 'America/Santiago',
      num_days: days,
      store_url: 'https://tuki.cl',
    });
  }
  await insert('sync_executions', {
    id: newId(),
    configuration_id: idOf('configuration hybrid'),
    trigger: 'schedule',
    depth: 'full',
    status: 'success',
    verification: 'verified',
    whole_proved_at: '2025-11-19T09:30Z',
    finished_at: '2025-11-19T09:31Z',
  });
  for (const { key, event, name, variation, currency, capacity } of TIERS) {
    const { product } = EVENTS.find((one) => one.key === event) ?? EVENTS[0];
    await insert('ticket_tiers', {
      ...kept,
      id: idOf(key),
      event_id: idOf(event),
      name,
      woo_product_id: product,
      woo_variation_id: variation,
      currency,
      capacity,
    });
  }
  for (const order of ORDERS) await writeOrder(order);
  for (const one of TICKETS) await writeTicket(one);

  async function writeOrder(order: (typeof ORDERS)[number]): Promise<void> {
    const { byLines = '0', withoutLine = '0', discount = '0', rounding = '0' } = order;
    const [first, last] = order.buyer.split(' ');
    const id = idOf(`order ${order.number}`);
    await insert('orders', {
      ...kept,
      id,
      event_id: idOf(order.event),
      woo_order_id: order.number,
      number: String(order.number),
      status: order.status,
      source_status: 'x',
      first_name: first,
      last_name: last,
      email: `${first?.toLowerCase()}@example.com`,
      payment_method: 'x',
      payment_method_title: order.method,
      ordered_at: order.at,
      coupon_codes: JSON.stringify(order.coupons ?? []),
      currency: order.event === 'hybrid' ? 'CLP' : 'USD',
      subtotal: order.total,
      discount,
      tax: 0,
      total: order.total,
      rounding,
      refunded_by_lines: byLines,
      refunded_apportioned: withoutLine,
      refunded: Number(byLines) + Number(withoutLine),
      net: order.net,
      service_fee: order.fee,
      organizer_amount: order.organizer,
      order_total: order.total,
      order_refunded: 0,
    });
    for (const [at, { tier, quantity, total, tax, refunded }] of order.lines.entries()) {
      await insert('order_items', {
        ...kept,
        id: newId(),
        order_id: id,
        ticket_tier_id: idOf(tier),
        woo_item_id: order.number * 10 + at,
        name: tier,
        quantity,
        subtotal: total,
        discount: 0,
        total,
        tax,
        refunded_quantity: refunded?.[0] ?? 0,
        refunded: refunded?.[1] ?? 0,
        unticketed_quantity: 0,
        unticketed_amount: 0,
      });
    }
    for (const [at, amount] of order.refunds ?? []) {
      await insert('refunds', {
        ...kept,
        id: newId(),
        order_id: id,
        woo_refund_id: order.number + 5000,
        amount,
        order_amount: amount,
        refunded_at: at,
      });
    }
  }

  async function writeTicket({ number, order, tier, holder, status, arrived, rut, slot }: SmallTicket) {
    const [first, last] = holder.split(' ');
    const isOver = Object.values(arrived?.[1] ?? {}).every((day) => day === 'checked_in');
    await insert('tickets', {
      ...kept,
      id: newId(),
      event_id: idOf(tier === 'stalls' ? 'theatre' : 'hybrid'),
      order_id: idOf(`order ${order}`),
      ticket_tier_id: idOf(tier),
      origin: 'line_item',
      woo_ticket_id: Number(number.slice(1)),
      woo_order_id: order,
      woo_product_id: tier === 'stalls' ? 200 : 173911,
      woo_variation_id: 0,
      ticket_number: number,
      status,
      first_name: first,
      last_name: last,
      price: 0,
      currency: 'CLP',
      check_in_status: arrived === undefined ? 'not_checked_in' : isOver ? 'checked_in' : 'partly_checked_in',
      checked_in_at: arrived?.[0] ?? null,
      day_status: JSON.stringify(arrived?.[1] ?? {}),
      form_data: JSON.stringify(rut === undefined ? [] : [{ key: 'rut', label: 'RUT', value: rut }]),
      slot: slot?.[0] ?? null,
      slot_at: slot?.[1] ?? null,
      service_fee: 0,
      organizer_amount: 0,
    });
  }
}
