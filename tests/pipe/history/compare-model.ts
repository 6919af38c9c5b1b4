import type { BackendEvent, BackendTicket, RecordedOrder } from './backend-rows.ts';
import type { HistoryWorld } from './history-world.ts';
import { type ModelEvent, type ModelOrder, type ModelTicket, modelEvent } from './model-event.ts';

/** Our ids by the store's name of each row, over all syncs of a history. */
export type RowIdByName = Map<string, string>;

/** The differences of the backend from the store's own model, one line each. */
export function differences(
  world: HistoryWorld,
  productId: number,
  inBackend: BackendEvent,
  rowIds: RowIdByName,
): readonly string[] {
  const model = modelEvent(world.store, productId, world.settings);
  return [
    ...orderDifferences(world, productId, model, inBackend, rowIds),
    ...ticketDifferences(world, productId, model, inBackend, rowIds),
    ...moneyDifferences(inBackend),
  ];
}

function orderDifferences(
  world: HistoryWorld,
  productId: number,
  model: ModelEvent,
  inBackend: BackendEvent,
  rowIds: RowIdByName,
): readonly string[] {
  const found: string[] = [];
  const expected = new Map(model.orders.map((order) => [order.id, order]));
  const present = new Map(inBackend.orders.map((order) => [order.id, order]));
  for (const order of inBackend.orders) {
    found.push(...idDifference(rowIds, `${productId} order ${order.id}`, order.rowId));
    if (expected.has(order.id)) continue;
    const name = `${productId} ${order.id}`;
    if (world.store.orders.get(order.id)?.deleted === false) world.leftEvent.add(name);
    // An order that left the event and was then deleted is no longer searched.
    const reason = world.leftEvent.has(name) ? 'left_event' : 'gone';
    if (order.removed !== reason) found.push(`order ${order.id} is ${order.removed}, not ${reason}`);
  }
  for (const [id, order] of expected) {
    world.leftEvent.delete(`${productId} ${id}`);
    const ours = present.get(id);
    if (ours === undefined) found.push(`order ${id} is missing`);
    else found.push(...fieldDifferences(`order ${id}`, plain(order), plain(withoutRow(ours))));
  }
  return found;
}

function withoutRow({ said }: RecordedOrder): unknown {
  return said;
}

function ticketDifferences(
  world: HistoryWorld,
  productId: number,
  model: ModelEvent,
  inBackend: BackendEvent,
  rowIds: RowIdByName,
): readonly string[] {
  const found: string[] = [];
  const expected = new Map(model.tickets.map((ticket) => [ticket.name, ticket]));
  const refundedOrders = new Set(
    model.orders.filter(({ status }) => status === 'refunded').map(({ id }) => id),
  );
  const present = new Map(inBackend.tickets.map((ticket) => [ticket.name, ticket]));
  for (const ticket of inBackend.tickets) {
    found.push(...idDifference(rowIds, `${productId} ticket ${ticket.name}`, ticket.id));
    if (!expected.has(ticket.name) && ticket.removed !== 'gone')
      found.push(`ticket ${ticket.name} is ${ticket.removed}, not gone`);
  }
  for (const [name, ticket] of expected) {
    const ours = present.get(name);
    if (ours === undefined) found.push(`ticket ${name} is missing`);
    else found.push(...ticketDifference(world, ticket, ours, inBackend, refundedOrders));
  }
  return found;
}

function ticketDifference(
  world: HistoryWorld,
  ticket: ModelTicket,
  ours: BackendTicket,
  inBackend: BackendEvent,
  refundedOrders: ReadonlySet<number>,
): readonly string[] {
  const { person, status, days, ...facts } = ticket;
  const { erased: _erased, ...named } = person;
  const local = world.localDays.get(ours.id) ?? new Set();
  const edit = world.editSeen(ours.id, person);
  const expected = {
    ...facts,
    ...named,
    firstName: edit?.ours ?? person.firstName,
    days: [...new Set([...days, ...local])].toSorted((a, b) => a - b),
    contested: edit?.contested ?? false,
  };
  const { id: _, status: ourStatus, fee, organizer, ...rest } = ours;
  const found = fieldDifferences(
    `ticket ${ticket.name}`,
    plain(expected),
    plain({ ...rest, contested: inBackend.contested.has(ours.id) }),
  );
  // A refund may take any of an item's tickets; the number is compared with the item.
  const byRefund = ourStatus === 'refunded' && ours.itemId !== null;
  const orderRefunded = ticket.orderId !== null && refundedOrders.has(ticket.orderId);
  if (ourStatus !== status && !(byRefund && !orderRefunded))
    return [...found, `ticket ${ticket.name} is ${ourStatus}, not ${status}`];
  if (fee + organizer > ticket.price && ticket.price > 0n)
    return [...found, `ticket ${ticket.name} gives more than it cost`];
  return found;
}

/** The invariants of every order: no money is lost between a total and its tickets. */
function moneyDifferences(inBackend: BackendEvent): readonly string[] {
  const found: string[] = [];
  for (const { id, removed, said } of inBackend.orders) {
    if (removed === 'gone' || removed === 'left_event') continue;
    const { total, items } = said as unknown as ModelOrder;
    const tickets = inBackend.tickets.filter((ticket) => ticket.orderId === id && ticket.removed !== 'gone');
    const prices = tickets.reduce((all, ticket) => all + ticket.price, 0n);
    const without = items.reduce((all, item) => all + BigInt(item.withoutTicketAmount), 0n);
    if (prices + without !== BigInt(total)) found.push(`order ${id}: ${prices} + ${without} is not ${total}`);
    const fees = tickets.reduce((all, ticket) => all + ticket.fee, 0n);
    const fee = BigInt((said as unknown as ModelOrder).fee);
    if (fees > fee || (without === 0n && items.length > 0 && fees !== fee && total > 0n))
      found.push(`order ${id}: its tickets’ fees are ${fees}, not ${fee}`);
  }
  return found;
}

function idDifference(rowIds: RowIdByName, name: string, id: string): readonly string[] {
  const before = rowIds.get(name);
  rowIds.set(name, id);
  return before === undefined || before === id ? [] : [`${name} has another id than before`];
}

function fieldDifferences(
  what: string,
  expected: Readonly<Record<string, unknown>>,
  ours: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.keys(expected).flatMap((field) => {
    const [theirs, mine] = [JSON.stringify(expected[field]), JSON.stringify(ours[field])];
    return theirs === mine ? [] : [`${what}: ${field} is ${mine}, not ${theirs}`];
  });
}

/** As JSON: amounts as text, keys in one order. */
function plain(value: unknown): Readonly<Record<string, unknown>> {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === 'bigint') return part.toString();
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
      return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    }),
  ) as Readonly<Record<string, unknown>>;
}
