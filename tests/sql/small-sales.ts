import { type Database, queryRows } from '../../src/backend/database.ts';
import { newId } from '../../src/kernel/ids.ts';

/**
 * Two events, written row by row: every expected value of the questions is computed from these lines by hand. Times of
 * Chile in November and December are three hours behind UTC.
 */
const EVENTS = [
  { key: 'hybrid', title: 'Evento Híbrido 2025', product: 173911, days: 2 },
  { key: 'theatre', title: 'Teatro en Valparaíso', product: 200, days: 1 },
] as const;

const TIERS = [
  { key: 'general', event: 'hybrid', name: 'General', variation: 101, currency: 'CLP', capacity: 100 },
  { key: 'vip', event: 'hybrid', name: 'VIP', variation: 102, currency: 'CLP', capacity: 2 },
  { key: 'stalls', event: 'theatre', name: 'Platea', variation: 0, currency: 'USD', capacity: null },
] as const;

interface Line {
  readonly tier: (typeof TIERS)[number]['key'];
  readonly quantity: number;
  readonly total: string;
  readonly tax: string;
  readonly refunded?: readonly [units: number, amount: string];
}

interface SoldOrder {
  readonly number: number;
  readonly status: string;
  readonly buyer: string;
  readonly at: string;
  readonly method: string;
  readonly coupons?: readonly string[];
  readonly discount?: string;
  readonly total: string;
  readonly rounding?: string;
  readonly byLines?: string;
  readonly withoutLine?: string;
  readonly net: string;
  readonly fee: string;
  readonly organizer: string;
  readonly refunds?: readonly (readonly [at: string, amount: string])[];
  readonly lines: readonly Line[];
}

const WEBPAY = 'Webpay Plus';
const ORDERS: readonly (SoldOrder & { readonly event: (typeof EVENTS)[number]['key'] })[] = [
  {
    event: 'hybrid',
    ...{ number: 1001, status: 'paid', buyer: 'Ana Rojas', at: '2025-11-01T15:00Z', method: WEBPAY },
    ...{ total: '20000', net: '20000', fee: '2000', organizer: '18000' },
    lines: [{ tier: 'general', quantity: 2, total: '16806.72', tax: '3193.28' }],
  },
  {
    // Still the first of November in Chile.
    event: 'hybrid',
    ...{
      number: 1002,
      status: 'paid',
      buyer: 'Carla Díaz',
      at: '2025-11-02T02:30Z',
      method: 'Transferencia',
    },
    ...{ coupons: ['AMIGOS'], discount: '2521.00840336' },
    ...{ total: '27000', net: '27000', fee: '2700', organizer: '24300' },
    lines: [{ tier: 'vip', quantity: 1, total: '22689.07563025', tax: '4310.92436975' }],
  },
  {
    event: 'hybrid',
    ...{ number: 1003, status: 'paid', buyer: 'Diego Pérez', at: '2025-11-02T18:00Z', method: WEBPAY },
    ...{ total: '30000', byLines: '10000', net: '20000', fee: '2000', organizer: '18000' },
    refunds: [['2025-11-05T12:00Z', '10000']],
    lines: [{ tier: 'general', quantity: 3, total: '25210.08', tax: '4789.92', refunded: [1, '10000'] }],
  },
  {
    // Its refund names no line, and was made on the fifth of November in Chile.
    event: 'hybrid',
    ...{ number: 1004, status: 'paid', buyer: 'Elena Mora', at: '2025-11-02T19:00Z', method: WEBPAY },
    ...{ total: '40000', withoutLine: '4000', net: '36000', fee: '3600', organizer: '32400' },
    refunds: [['2025-11-06T01:00Z', '4000']],
    lines: [
      { tier: 'general', quantity: 1, total: '8403.36', tax: '1596.64' },
      { tier: 'vip', quantity: 1, total: '25210.08', tax: '4789.92' },
    ],
  },
  {
    event: 'hybrid',
    ...{ number: 1005, status: 'refunded', buyer: 'Fabián Lagos', at: '2025-11-03T14:00Z', method: WEBPAY },
    ...{ total: '30000', byLines: '30000', net: '0', fee: '0', organizer: '0' },
    refunds: [['2025-11-07T15:00Z', '30000']],
    lines: [{ tier: 'vip', quantity: 1, total: '25210.08', tax: '4789.92', refunded: [1, '30000'] }],
  },
  {
    event: 'hybrid',
    ...{ number: 1006, status: 'pending', buyer: 'Hugo Silva', at: '2025-11-03T15:00Z', method: WEBPAY },
    ...{ total: '10000', net: '10000', fee: '0', organizer: '0' },
    lines: [{ tier: 'general', quantity: 1, total: '8403.36', tax: '1596.64' }],
  },
  {
    event: 'hybrid',
    ...{ number: 1007, status: 'cancelled', buyer: 'Iván Soto', at: '2025-11-03T16:00Z', method: WEBPAY },
    ...{ total: '10000', net: '10000', fee: '0', organizer: '0' },
    lines: [{ tier: 'general', quantity: 1, total: '8403.36', tax: '1596.64' }],
  },
  {
    // Its line misses the order's total by a ten-thousandth.
    event: 'hybrid',
    ...{ number: 1008, status: 'paid', buyer: 'Gloria Vera', at: '2025-11-03T17:00Z', method: WEBPAY },
    ...{ total: '3333', rounding: '0.0001', net: '3333', fee: '334', organizer: '2999' },
    lines: [{ tier: 'general', quantity: 1, total: '2800.8403', tax: '532.1596' }],
  },
  {
    event: 'theatre',
    ...{ number: 2001, status: 'paid', buyer: 'Olga Paz', at: '2025-12-01T12:00Z', method: 'PayPal' },
    ...{ total: '25.5', net: '25.5', fee: '2.55', organizer: '22.95' },
    lines: [{ tier: 'stalls', quantity: 1, total: '25.5', tax: '0' }],
  },
  {
    event: 'theatre',
    ...{ number: 2002, status: 'paid', buyer: 'Pía Ríos', at: '2025-12-02T12:00Z', method: 'PayPal' },
    ...{ total: '51', net: '51', fee: '5.1', organizer: '45.9' },
    lines: [{ tier: 'stalls', quantity: 2, total: '51', tax: '0' }],
  },
];

type Arrival = readonly [at: string, days: Readonly<Record<string, string>>];
const BOTH = { '1': 'checked_in', '2': 'checked_in' };
const FIRST = { '1': 'checked_in', '2': 'not_checked_in' };

interface SmallTicket {
  readonly number: string;
  readonly order: number;
  readonly tier: (typeof TIERS)[number]['key'];
  readonly holder: string;
  readonly status: string;
  readonly arrived?: Arrival;
  readonly rut?: string;
  readonly slot?: readonly [text: string, at: string];
}

const ticket = (
  number: string,
  order: number,
  tier: SmallTicket['tier'],
  holder: string,
  status: string,
  more: Pick<SmallTicket, 'arrived' | 'rut' | 'slot'> = {},
): SmallTicket => ({ number, order, tier, holder, status, ...more });

const TICKETS: readonly SmallTicket[] = [
  ticket('T01', 1001, 'general', 'Ana Rojas', 'active', {
    arrived: ['2025-11-20T22:15Z', BOTH],
    rut: '12.345.678-5',
  }),
  ticket('T02', 1001, 'general', 'Benito Soto', 'active', { arrived: ['2025-11-20T22:40Z', FIRST] }),
  ticket('T03', 1002, 'vip', 'Carla Díaz', 'active', { rut: '9.876.543-3' }),
  ticket('T04', 1003, 'general', 'Diego Pérez', 'active', { arrived: ['2025-11-20T23:05Z', FIRST] }),
  ticket('T05', 1003, 'general', 'Inés Pérez', 'active'),
  ticket('T06', 1003, 'general', 'Juan Pérez', 'refunded', { arrived: ['2025-11-20T22:50Z', FIRST] }),
  ticket('T07', 1004, 'general', 'Elena Mora', 'active', { arrived: ['2025-11-20T23:10Z', BOTH] }),
  ticket('T08', 1004, 'vip', 'Jorge Mora', 'active'),
  ticket('T09', 1005, 'vip', 'Fabián Lagos', 'refunded'),
  ticket('T10', 1006, 'general', 'Hugo Silva', 'inactive'),
  ticket('T11', 1007, 'general', 'Iván Soto', 'cancelled'),
  ticket('T12', 1008, 'general', 'Gloria Vera', 'active'),
  ticket('T21', 2001, 'stalls', 'Olga Paz', 'active', { slot: ['Tarde', '2025-12-05T21:00Z'] }),
  ticket('T22', 2002, 'stalls', 'Pía Ríos', 'active', { slot: ['Noche', '2025-12-06T00:00Z'] }),
  ticket('T23', 2002, 'stalls', 'Luz Ríos', 'active', { slot: ['Noche', '2025-12-06T00:00Z'] }),
];

/** Fills a backend with these rows. */
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
    ...{ name: 'shop', transport: 'direct', host: 'db.example.com', port: 3306, username: 'reader' },
    database_name: 'wordpress',
    password_sealed: 'sealed',
  });
  for (const { key, title, product, days } of EVENTS) {
    const shared = { organizer_id: idOf('tuki'), woo_product_id: product };
    await insert('sync_configurations', {
      ...shared,
      id: idOf(`configuration ${key}`),
      ...{ name: title, event_name: title, credentials_id: idOf('shop'), service_fee_percentage: 10 },
      ...{ pinned_site_url: 'https://tuki.cl', pinned_table_prefix: 'wp_' },
    });
    await insert('events', {
      ...shared,
      ...kept,
      id: idOf(key),
      configuration_id: idOf(`configuration ${key}`),
      ...{ title, slug: key, status: 'published', timezone: 'America/Santiago', num_days: days },
      store_url: 'https://tuki.cl',
    });
  }
  await insert('sync_executions', {
    id: newId(),
    configuration_id: idOf('configuration hybrid'),
    ...{ trigger: 'schedule', depth: 'full', status: 'success', verification: 'verified' },
    whole_proved_at: '2025-11-19T09:30Z',
    finished_at: '2025-11-19T09:31Z',
  });
  for (const { key, event, name, variation, currency, capacity } of TIERS) {
    const { product } = EVENTS.find((one) => one.key === event) ?? EVENTS[0];
    await insert('ticket_tiers', {
      ...kept,
      id: idOf(key),
      event_id: idOf(event),
      ...{ name, woo_product_id: product, woo_variation_id: variation, currency, capacity },
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
      ...{
        woo_order_id: order.number,
        number: String(order.number),
        status: order.status,
        source_status: 'x',
      },
      ...{ first_name: first, last_name: last, email: `${first?.toLowerCase()}@example.com` },
      ...{ payment_method: 'x', payment_method_title: order.method, ordered_at: order.at },
      coupon_codes: JSON.stringify(order.coupons ?? []),
      currency: order.event === 'hybrid' ? 'CLP' : 'USD',
      ...{ subtotal: order.total, discount, tax: 0, total: order.total, rounding },
      ...{ refunded_by_lines: byLines, refunded_apportioned: withoutLine },
      refunded: Number(byLines) + Number(withoutLine),
      ...{ net: order.net, service_fee: order.fee, organizer_amount: order.organizer },
      ...{ order_total: order.total, order_refunded: 0 },
    });
    for (const [at, { tier, quantity, total, tax, refunded }] of order.lines.entries()) {
      await insert('order_items', {
        ...kept,
        id: newId(),
        order_id: id,
        ticket_tier_id: idOf(tier),
        ...{
          woo_item_id: order.number * 10 + at,
          name: tier,
          quantity,
          subtotal: total,
          discount: 0,
          total,
          tax,
        },
        refunded_quantity: refunded?.[0] ?? 0,
        refunded: refunded?.[1] ?? 0,
        ...{ unticketed_quantity: 0, unticketed_amount: 0 },
      });
    }
    for (const [at, amount] of order.refunds ?? []) {
      await insert('refunds', {
        ...kept,
        id: newId(),
        order_id: id,
        ...{ woo_refund_id: order.number + 5000, amount, order_amount: amount, refunded_at: at },
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
      ...{ origin: 'line_item', woo_ticket_id: Number(number.slice(1)), woo_order_id: order },
      ...{ woo_product_id: tier === 'stalls' ? 200 : 173911, woo_variation_id: 0 },
      ...{ ticket_number: number, status, first_name: first, last_name: last, price: 0, currency: 'CLP' },
      check_in_status: arrived === undefined ? 'not_checked_in' : isOver ? 'checked_in' : 'partly_checked_in',
      checked_in_at: arrived?.[0] ?? null,
      day_status: JSON.stringify(arrived?.[1] ?? {}),
      form_data: JSON.stringify(rut === undefined ? [] : [{ key: 'rut', label: 'RUT', value: rut }]),
      ...{ slot: slot?.[0] ?? null, slot_at: slot?.[1] ?? null, service_fee: 0, organizer_amount: 0 },
    });
  }
}
