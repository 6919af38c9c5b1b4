/**
 * Two events, written row by row: every expected value of the questions is computed from these lines by hand. Times of
 * Chile in November and December are three hours behind UTC.
 */
export const EVENTS = [
  { key: 'hybrid', title: 'Evento Híbrido 2025', product: 173911, days: 2 },
  { key: 'theatre', title: 'Teatro en Valparaíso', product: 200, days: 1 },
] as const;

export const TIERS = [
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
export const ORDERS: readonly (SoldOrder & { readonly event: (typeof EVENTS)[number]['key'] })[] = [
  {
    event: 'hybrid',
    number: 1001,
    status: 'paid',
    buyer: 'Ana Rojas',
    at: '2025-11-01T15:00Z',
    method: WEBPAY,
    total: '20000',
    net: '20000',
    fee: '2000',
    organizer: '18000',
    lines: [{ tier: 'general', quantity: 2, total: '16806.72', tax: '3193.28' }],
  },
  {
    // Still the first of November in Chile.
    event: 'hybrid',
    number: 1002,
    status: 'paid',
    buyer: 'Carla Díaz',
    at: '2025-11-02T02:30Z',
    method: 'Transferencia',
    coupons: ['AMIGOS'],
    discount: '2521.00840336',
    total: '27000',
    net: '27000',
    fee: '2700',
    organizer: '24300',
    lines: [{ tier: 'vip', quantity: 1, total: '22689.07563025', tax: '4310.92436975' }],
  },
  {
    event: 'hybrid',
    number: 1003,
    status: 'paid',
    buyer: 'Diego Pérez',
    at: '2025-11-02T18:00Z',
    method: WEBPAY,
    total: '30000',
    byLines: '10000',
    net: '20000',
    fee: '2000',
    organizer: '18000',
    refunds: [['2025-11-05T12:00Z', '10000']],
    lines: [{ tier: 'general', quantity: 3, total: '25210.08', tax: '4789.92', refunded: [1, '10000'] }],
  },
  {
    // Its refund names no line, and was made on the fifth of November in Chile.
    event: 'hybrid',
    number: 1004,
    status: 'paid',
    buyer: 'Elena Mora',
    at: '2025-11-02T19:00Z',
    method: WEBPAY,
    total: '40000',
    withoutLine: '4000',
    net: '36000',
    fee: '3600',
    organizer: '32400',
    refunds: [['2025-11-06T01:00Z', '4000']],
    lines: [
      { tier: 'general', quantity: 1, total: '8403.36', tax: '1596.64' },
      { tier: 'vip', quantity: 1, total: '25210.08', tax: '4789.92' },
    ],
  },
  {
    event: 'hybrid',
    number: 1005,
    status: 'refunded',
    buyer: 'Fabián Lagos',
    at: '2025-11-03T14:00Z',
    method: WEBPAY,
    total: '30000',
    byLines: '30000',
    net: '0',
    fee: '0',
    organizer: '0',
    refunds: [['2025-11-07T15:00Z', '30000']],
    lines: [{ tier: 'vip', quantity: 1, total: '25210.08', tax: '4789.92', refunded: [1, '30000'] }],
  },
  {
    event: 'hybrid',
    number: 1006,
    status: 'pending',
    buyer: 'Hugo Silva',
    at: '2025-11-03T15:00Z',
    method: WEBPAY,
    total: '10000',
    net: '10000',
    fee: '0',
    organizer: '0',
    lines: [{ tier: 'general', quantity: 1, total: '8403.36', tax: '1596.64' }],
  },
  {
    event: 'hybrid',
    number: 1007,
    status: 'cancelled',
    buyer: 'Iván Soto',
    at: '2025-11-03T16:00Z',
    method: WEBPAY,
    total: '10000',
    net: '10000',
    fee: '0',
    organizer: '0',
    lines: [{ tier: 'general', quantity: 1, total: '8403.36', tax: '1596.64' }],
  },
  {
    // Its line misses the order's total by a ten-thousandth.
    event: 'hybrid',
    number: 1008,
    status: 'paid',
    buyer: 'Gloria Vera',
    at: '2025-11-03T17:00Z',
    method: WEBPAY,
    total: '3333',
    rounding: '0.0001',
    net: '3333',
    fee: '334',
    organizer: '2999',
    lines: [{ tier: 'general', quantity: 1, total: '2800.8403', tax: '532.1596' }],
  },
  {
    event: 'theatre',
    number: 2001,
    status: 'paid',
    buyer: 'Olga Paz',
    at: '2025-12-01T12:00Z',
    method: 'PayPal',
    total: '25.5',
    net: '25.5',
    fee: '2.55',
    organizer: '22.95',
    lines: [{ tier: 'stalls', quantity: 1, total: '25.5', tax: '0' }],
  },
  {
    event: 'theatre',
    number: 2002,
    status: 'paid',
    buyer: 'Pía Ríos',
    at: '2025-12-02T12:00Z',
    method: 'PayPal',
    total: '51',
    net: '51',
    fee: '5.1',
    organizer: '45.9',
    lines: [{ tier: 'stalls', quantity: 2, total: '51', tax: '0' }],
  },
];

type Arrival = readonly [at: string, days: Readonly<Record<string, string>>];
const BOTH = { '1': 'checked_in', '2': 'checked_in' };
const FIRST = { '1': 'checked_in', '2': 'not_checked_in' };

export interface SmallTicket {
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

export const TICKETS: readonly SmallTicket[] = [
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
