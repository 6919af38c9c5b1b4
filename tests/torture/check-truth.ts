import { readBackendEvent } from '../pipe/history/backend-rows.ts';
import { differences } from '../pipe/history/compare-model.ts';
import type { GateWord } from './gate.ts';
import type { Place } from './places.ts';
import type { TortureWorld } from './torture-world.ts';

const MOST_TOLD = 10;
/** Two organizers have one of the products, so a store ticket has a row for each. */
const MOST_ROWS = 2;

/** The id of a place's event, in whichever configuration. */
async function eventOf(world: TortureWorld, { organizer, product, store }: Place): Promise<string | null> {
  const [row] = await world.rows<{ id: string }>(
    `select e.id from events e join organizers o on o.id = e.organizer_id
     where o.contact_email = $1 and e.woo_product_id = $2 and e.store_url like $3`,
    [organizer, product, `%${store.name}%`],
  );
  return row?.id ?? null;
}

/** Remembers the id of every order and ticket; one with another id at the end was created twice. */
export async function noteIds(world: TortureWorld, places: readonly Place[]): Promise<void> {
  for (const place of places) {
    const event = await eventOf(world, place);
    if (event === null) throw new Error(`${place.name} has no event`);
    const inBackend = await readBackendEvent(world.db, event);
    for (const { id, rowId } of inBackend.orders) place.rowIds.set(`${place.product} order ${id}`, rowId);
    for (const { name, id } of inBackend.tickets) place.rowIds.set(`${place.product} ticket ${name}`, id);
  }
}

/** Compares every event with the store's own model, and the log of the gate with the replies of the API. */
export async function checkTruth(
  world: TortureWorld,
  places: readonly Place[],
  words: readonly GateWord[],
): Promise<void> {
  const said = await checkGate(world, words);
  for (const place of places) {
    const event = await eventOf(world, place);
    if (event === null) {
      world.findings.require(false, `${place.name} has no event`);
      continue;
    }
    const inBackend = await readBackendEvent(world.db, event);
    for (const ticket of inBackend.tickets) {
      const days = said.get(ticket.id);
      if (days !== undefined) place.model.localDays.set(ticket.id, days);
    }
    // For an order that left the event and was then erased, no sync may have run in between.
    for (const { id, removed } of inBackend.orders) {
      if (removed === 'left_event') place.model.leftEvent.add(`${place.product} ${id}`);
    }
    const lines = differences(place.model, place.product, inBackend, place.rowIds);
    for (const line of lines.slice(0, MOST_TOLD)) world.findings.require(false, `${place.name}: ${line}`);
    if (lines.length > MOST_TOLD) {
      world.findings.require(false, `${place.name}: ${lines.length - MOST_TOLD} differences more`);
    }
  }
}

/** The store ticket of a row. */
async function readStoreTickets(world: TortureWorld): Promise<ReadonlyMap<string, string>> {
  const rows = await world.rows<{ id: string; of: string }>(
    `select t.id, concat_ws(' ', e.store_url, coalesce('post ' || t.woo_ticket_id,
       'unit ' || t.woo_order_id || ' ' || t.pending_key)) as of
     from tickets t join events e on e.id = t.event_id`,
  );
  return new Map(rows.map((row) => [row.id, row.of]));
}

interface LoggedWord {
  readonly ticket_id: string;
  readonly day: number;
  readonly status: string;
}

/**
 * Every written check-in is in the log once; any other is not. An undone admission is reported for a store ticket,
 * and written for each of its rows that had admitted the person. Returns the days on which the gate admitted.
 */
async function checkGate(
  world: TortureWorld,
  words: readonly GateWord[],
): Promise<ReadonlyMap<string, Set<number>>> {
  const logged = await world.rows<LoggedWord>(
    `select ticket_id, day, status from check_ins where origin = 'local' order by created_at, id`,
  );
  const storeTickets = await readStoreTickets(world);
  const nameOf = (ticket: string, day: number, status: string): string =>
    `${status === 'checked_in' ? ticket : storeTickets.get(ticket)} day ${day} ${status}`;
  const found = new Map<string, number>();
  const inside = new Map<string, Set<number>>();
  for (const { ticket_id, day, status } of logged) {
    const name = nameOf(ticket_id, day, status);
    found.set(name, (found.get(name) ?? 0) + 1);
    const days = inside.get(ticket_id) ?? new Set();
    inside.set(ticket_id, days);
    if (status === 'checked_in') days.add(day);
    else days.delete(day);
  }
  const sure = new Map<string, number>();
  const unsure = new Map<string, number>();
  for (const { ticketId, day, status, outcome } of words) {
    const counts = outcome === 'written' ? sure : unsure;
    const name = nameOf(ticketId, day, status);
    if (outcome !== 'nothing') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const wrong: string[] = [];
  for (const name of new Set([...found.keys(), ...sure.keys()])) {
    const rows = found.get(name) ?? 0;
    const least = sure.get(name) ?? 0;
    const most = (least + (unsure.get(name) ?? 0)) * (name.endsWith('not_checked_in') ? MOST_ROWS : 1);
    if (rows < least || rows > most) wrong.push(`${name}: ${rows} in the log, ${least} to ${most} said`);
  }
  for (const one of wrong.slice(0, MOST_TOLD)) world.findings.require(false, `check-in ${one}`);
  world.findings.require(wrong.length <= MOST_TOLD, `${wrong.length} check-ins are lost or doubled`);
  return inside;
}
