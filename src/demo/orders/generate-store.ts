import { COUPONS, FIRST_ORDER_ID, MAIN_EVENT_ID, PRODUCTS } from '../model/catalogue.ts';
import type { DemoCase, DemoLayout, DemoSettings, DemoStore } from '../model/model.ts';
import { type OrderDesk, openOrderDesk } from '../model/order-desk.ts';
import { inventCustomers } from '../model/people.ts';
import { createRandom } from '../model/random.ts';
import { createSiteClock, type UtcSeconds } from '../model/site-clock.ts';
import { buildCase } from './build-case.ts';
import { importTickets } from './imported-tickets.ts';
import { planOrder } from './plan-order.ts';
import { SCENARIOS } from './scenarios.ts';

interface DemoRequest {
  readonly orders: number;
  readonly seed: number;
  readonly layout: DemoLayout;
  readonly prefix: string;
  readonly nowUtc?: UtcSeconds;
}

/**
 * The time of the store: the evening of the main event, just after the doors opened. Some people are inside,
 * and others still arrive.
 */
export const DEMO_NOW_UTC: UtcSeconds = Date.UTC(2025, 10, 15, 22, 50, 0) / 1000;

const OPENING_UTC: UtcSeconds = Date.UTC(2025, 2, 3, 13, 0, 0) / 1000;
const CUSTOMERS = 40;
/** The number of orders between two rounds of all scenarios, in a large store. */
const SCENARIO_ROUND = 1_000;
const TIMEZONE = 'America/Santiago';
const SITE_URL = 'https://tienda-demo.example';

/**
 * Generates a WooCommerce and FooEvents store. The same settings give the same store, row for row. The layout
 * changes the tables of its rows, but not their content.
 *
 * @shape orders: as many as requested, including permanently deleted ones
 */
export function generateStore(request: DemoRequest): DemoStore {
  const settings: DemoSettings = {
    orders: request.orders,
    seed: request.seed,
    layout: request.layout,
    prefix: request.prefix,
    nowUtc: request.nowUtc ?? DEMO_NOW_UTC,
    timezone: TIMEZONE,
    siteUrl: SITE_URL,
  };
  const customers = inventCustomers(createRandom(settings.seed, 0), CUSTOMERS, OPENING_UTC);
  const clock = createSiteClock(TIMEZONE);
  return {
    settings,
    products: PRODUCTS,
    coupons: COUPONS,
    customers,
    cases: () =>
      generateCases(openOrderDesk({ settings, clock, products: PRODUCTS, customers }, FIRST_ORDER_ID)),
  };
}

function* generateCases(desk: OrderDesk): Iterable<DemoCase> {
  const { orders, seed, nowUtc } = desk.settings;
  const scenarios = scenarioPlaces(orders);
  const importAt = Math.floor(orders / 2);
  let lastPaidMainOrderId: number | null = null;
  for (let index = 0; index < orders; index += 1) {
    const random = createRandom(seed, index + 1);
    const number = index + 1;
    const createdAtUtc = Math.floor(OPENING_UTC + ((index + 0.9) * (nowUtc - 900 - OPENING_UTC)) / orders);
    const ordinary = planOrder(desk, random, createdAtUtc, number);
    const scenario = scenarios.get(index);
    const newest = index >= orders - 2 ? { awaitsAnalytics: true } : {};
    const made = buildCase(desk, random, { ...ordinary, ...scenario?.(desk, random), ...newest }, number);
    yield made;
    if (isPaidMainOrder(made)) lastPaidMainOrderId = made.order?.id ?? null;
    if (index === importAt) yield* importTickets(desk, random, lastPaidMainOrderId, createdAtUtc);
  }
}

function isPaidMainOrder({ order }: DemoCase): boolean {
  return (
    order !== null &&
    !order.deleted &&
    order.status === 'completed' &&
    order.lines.some((line) => line.productId === MAIN_EVENT_ID)
  );
}

/** The scenario of each order. Scenarios are spread evenly, over at most every second order. */
function scenarioPlaces(orders: number): Map<number, (typeof SCENARIOS)[number]> {
  const rounds = Math.max(1, Math.floor(orders / SCENARIO_ROUND));
  const count = Math.min(SCENARIOS.length * rounds, Math.floor(orders / 2));
  const places = new Map<number, (typeof SCENARIOS)[number]>();
  for (let turn = 0; turn < count; turn += 1) {
    const scenario = SCENARIOS[turn % SCENARIOS.length];
    if (scenario !== undefined) places.set(Math.floor(((turn + 0.5) * orders) / count), scenario);
  }
  return places;
}
