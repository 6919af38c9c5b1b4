import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkIn } from '../../src/backend/check-ins/local-gate.ts';
import { queryRows } from '../../src/backend/database.ts';
import { lineAt } from '../../src/demo/edit/line-changes.ts';
import { cancel, complete, pay, setRefunded } from '../../src/demo/edit/order-changes.ts';
import { placeOrder } from '../../src/demo/edit/place-order.ts';
import { refund } from '../../src/demo/edit/refund-changes.ts';
import { cancelTicket, editTicket, gate } from '../../src/demo/edit/ticket-changes.ts';
import { wholeUnits } from '../../src/kernel/money/money.ts';
import { BUYER, pase, preferente, sala } from '../pipe/life/life-case.ts';
import { THREE_DAY_PRODUCT } from './backend-world.ts';
import { ContestedWorld } from './contested-world.ts';

let here: ContestedWorld;

beforeAll(async () => {
  here = await ContestedWorld.open(0, 0);
  // The tests cancel more tickets than the removal guard allows.
  await queryRows(here.world.backend.db, 'update sync_configurations set max_removal_percent = 100');
});
afterAll(async () => await here.close());

interface Case {
  readonly order: number;
  /** The post of the order's only ticket of the hall. */
  readonly post: number;
}
type Step = (one: Case) => Promise<unknown>;

/** One ticket of 22,000 and one of 48,000, so that a refund of the first does not change the order's status. */
async function sell(): Promise<Case> {
  const order = await placeOrder(here.shop, {
    lines: [sala(1), preferente(1)],
    buyer: BUYER,
    attendees: ['Ana', 'Eva'],
  });
  await pay(here.shop, order);
  await complete(here.shop, order);
  return { order, post: here.shop.ticketsOf(order)[0]?.id ?? 0 };
}

const refundsUnit: Step = async ({ order }) => {
  const { itemId } = lineAt(here.shop.order(order));
  await refund(here.shop, order, [{ itemId, quantity: 1, total: wholeUnits(22_000) }]);
};
const entersAtStore: Step = async ({ post }) => await gate(here.shop, post, 'Checked In');
const entersUnlogged: Step = async ({ post }) => await gate(here.shop, post, 'Checked In', 1, 'express');
const entersHere: Step = async ({ post }) => {
  const row = await here.world.one<{ id: string }>('select id from tickets where woo_ticket_id = $1', [post]);
  const operator = await here.world.one<{ id: string }>("select id from users where role = 'operator'");
  // The demo store has its own clock, which every change moves by a minute.
  const now = new Date(here.shop.pass(60) * 1000);
  await checkIn(here.world.backend.db, { ticketId: row.id, day: null, madeBy: operator.id, now });
};
const entersAtTheMomentOfTheRefund: Step = async ({ order, post }) => {
  const atUtc = here.shop.order(order).refunds[0]?.createdAtUtc ?? 0;
  await editTicket(here.shop, post, {
    status: 'Checked In',
    checkIns: [{ day: 1, status: 'Checked In', atUtc }],
  });
};
const cancelsOrder: Step = async ({ order }) => await cancel(here.shop, order);
const cancelsTicket: Step = async ({ post }) => await cancelTicket(here.shop, post);
const refundsOrder: Step = async ({ order }) => await setRefunded(here.shop, order);
const syncs: Step = async () => await here.sync();

const instant = (utc: number | undefined): string | null =>
  utc === undefined ? null : new Date(utc * 1000).toISOString().replace('.000Z', '.000000Z');
const refundedAt = ({ order }: Case) => instant(here.shop.order(order).refunds.at(-1)?.createdAtUtc);
const changedAt = ({ order }: Case) => instant(here.shop.order(order).updatedAtUtc);
const enteredAtStore = ({ post }: Case) =>
  instant(here.shop.ticket(post).checkIns.find(({ status }) => status === 'Checked In')?.atUtc);

const byStore = { entered_through: 'woocommerce', entered_by_name: null, entered_day: 1 } as const;

test.each<[string, readonly Step[], (one: Case) => object]>([
  [
    'a unit refunded before the gate of the store let its holder in',
    [refundsUnit, entersAtStore],
    (one) => ({
      sequence: 'before_entry',
      revoked_at: refundedAt(one),
      revoked_at_exact: true,
      entered_at: enteredAtStore(one),
      ...byStore,
    }),
  ],
  [
    'the same, seen in two syncs',
    [refundsUnit, syncs, entersAtStore],
    (one) => ({ sequence: 'before_entry', revoked_at: refundedAt(one), entered_at: enteredAtStore(one) }),
  ],
  [
    'a unit refunded after its holder came in',
    [entersAtStore, refundsUnit],
    (one) => ({
      sequence: 'after_entry',
      revoked_at: refundedAt(one),
      revoked_at_exact: true,
      entered_at: enteredAtStore(one),
      ...byStore,
    }),
  ],
  [
    'a unit refunded at the moment of the entry',
    [refundsUnit, entersAtTheMomentOfTheRefund],
    (one) => ({ sequence: 'same_time', revoked_at: refundedAt(one), entered_at: refundedAt(one) }),
  ],
  [
    'an entry of which the store wrote no time',
    [refundsUnit, entersUnlogged],
    (one) => ({ sequence: 'unknown', revoked_at: refundedAt(one), entered_at: null, ...byStore }),
  ],
  [
    'an entry without a time, after a sync that saw the refund',
    [refundsUnit, syncs, entersUnlogged],
    (one) => ({ sequence: 'before_entry', revoked_at: refundedAt(one), entered_at: null }),
  ],
  [
    'an order refunded whole before the entry',
    [refundsOrder, entersAtStore],
    (one) => ({ sequence: 'before_entry', revoked_at: refundedAt(one), revoked_at_exact: true }),
  ],
  [
    'an order cancelled before the entry, as its last change shows',
    [cancelsOrder, entersAtStore],
    (one) => ({
      sequence: 'before_entry',
      revoked_at: changedAt(one),
      revoked_at_exact: false,
      entered_at: enteredAtStore(one),
    }),
  ],
  [
    'an order cancelled after a sync saw its holder inside',
    [entersAtStore, syncs, cancelsOrder],
    (one) => ({
      sequence: 'after_entry',
      revoked_at: changedAt(one),
      revoked_at_exact: false,
      entered_at: enteredAtStore(one),
    }),
  ],
  [
    'a ticket cancelled alone after a sync saw its holder inside',
    [entersAtStore, syncs, cancelsTicket],
    (one) => ({
      sequence: 'after_entry',
      revoked_at: instant(here.shop.ticket(one.post).checkIns.at(-1)?.atUtc),
      revoked_at_exact: true,
    }),
  ],
  [
    'a refund of which the local gate did not know yet',
    [refundsUnit, entersHere],
    (one) => ({
      sequence: 'before_entry',
      revoked_at: refundedAt(one),
      entered_through: 'local',
      entered_by_name: 'operator',
    }),
  ],
  [
    'a refund after the local gate let its holder in',
    [entersHere, refundsUnit],
    () => ({ sequence: 'after_entry', entered_through: 'local', entered_by_name: 'operator' }),
  ],
])('%s', async (_name, steps, expected) => {
  const one = await sell();
  await here.sync();
  const id = await ticketOf(one);
  for (const step of steps) await step(one);
  await here.sync();
  const [found, ...more] = await here.conflictsOf(id);
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    kind: 'admitted',
    order_number: String(one.order),
    label: here.shop.ticket(one.post).ticketNumber,
    first_name: 'Ana',
    last_name: 'Del Público',
    event_title: 'Event 173911',
    timezone: 'America/Santiago',
  });
  expect(found?.entry).toMatchObject(expected(one));
});

test('conflicts of a backend of 0.1 are classified by the times of its rows', async () => {
  const one = await sell();
  await refundsUnit(one);
  await entersAtStore(one);
  await here.sync();
  const id = await ticketOf(one);
  await queryRows(here.world.backend.db, 'update conflicts set seen_valid_at = null, base = null');
  const [found] = await here.conflictsOf(id);
  expect(found?.entry).toMatchObject({ sequence: 'before_entry', revoked_at: refundedAt(one) });
});

test('without a time of the refund, the observations of syncs limit it', async () => {
  const one = await sell();
  await here.sync();
  const { lastSuccess } = await here.world.one<{ lastSuccess: Date }>(
    'select max(started_at) as "lastSuccess" from sync_executions where status = \'success\'',
  );
  await refundsUnit(one);
  await entersAtStore(one);
  await here.sync();
  const id = await ticketOf(one);
  const of = 'order_id = (select order_id from tickets where id = $1)';
  await queryRows(here.world.backend.db, `update refunds set refunded_at = null where ${of}`, [id]);
  const [found] = await here.conflictsOf(id);
  // The ticket was seen as valid after the entry, and is refunded by now.
  expect(found?.entry).toMatchObject({ sequence: 'after_entry', revoked_at_exact: false });
  expect(found?.entry?.revoked_at?.slice(0, 23)).toBe(found?.created_at.slice(0, 23));
  const seen = await here.world.one('select seen_valid_at as at from conflicts where row_id = $1', [id]);
  expect(seen).toEqual({ at: lastSuccess });
});

test('a closed case opens again when the gate admits the person on another day', async () => {
  const { world, shop } = here;
  const order = await placeOrder(shop, { lines: [pase(1)], buyer: BUYER, attendees: ['Ana'] });
  await pay(shop, order);
  await complete(shop, order);
  const one = { order, post: shop.ticketsOf(order)[0]?.id ?? 0 };
  await gate(shop, one.post, 'Checked In', 1);
  await setRefunded(shop, order);
  await world.sync(THREE_DAY_PRODUCT);
  const id = await ticketOf(one);
  const [first] = await here.conflictsOf(id);
  expect(first?.entry).toMatchObject({ sequence: 'after_entry', entered_day: 1 });
  const body = { note: 'Refunded after the first day.' };
  await world.ask('operator', 'POST', `conflicts/${first?.id}/acknowledge/`, body);
  await world.sync(THREE_DAY_PRODUCT);
  expect(await here.conflictsOf(id)).toEqual([]);

  await gate(shop, one.post, 'Checked In', 2);
  await world.sync(THREE_DAY_PRODUCT);
  const [second] = await here.conflictsOf(id);
  expect(second?.entry).toMatchObject({ sequence: 'before_entry', entered_day: 2 });
});

async function ticketOf({ post }: Case): Promise<string> {
  return (await here.world.one<{ id: string }>('select id from tickets where woo_ticket_id = $1', [post])).id;
}
