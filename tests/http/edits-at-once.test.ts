import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EditedTable } from '../../src/backend/tables/edited-tables.ts';
import { editProduct, editVariation } from '../../src/demo/edit/product-changes.ts';
import { gate, renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { MAIN_PRODUCT } from './backend-world.ts';
import { EditedWorld } from './edited-world.ts';

let here: EditedWorld;

beforeAll(async () => {
  here = await EditedWorld.open();
});
afterAll(async () => await here.close());

const EACH = 4;
const PEOPLE = [1, 2] as const;
/** The last digit of a value identifies its writer, since two writers of the same value would both succeed. */
const numberOf = (count: number, who: number): number => count * 10 + who;
const countOf = (value: unknown): number => Math.floor(Number(value) / 10);

/** Adds one to a number in a field, like a user who reads it, writes it, and tries again after a refusal. */
async function increase(who: number, table: EditedTable, field: string, id: string): Promise<number> {
  for (let refused = 0; ; refused += 1) {
    const seen = await here.get(table, id);
    const next = numberOf(countOf(seen[field]) + 1, who);
    const value = field === 'capacity' ? next : String(next);
    const reply = await here.patch(table, { version: seen.version, [field]: value }, id);
    if (reply.statusCode === 200) return refused;
    expect([reply.statusCode, reply.json().code]).toEqual([409, 'edit.changed-meanwhile']);
  }
}

test('two people, the gate and executions that write the same rows lose no edit, and no later sync overwrites one', async () => {
  const { rows } = await here.world.backend.db.query<{ id: string; post: number }>(
    `select id, woo_ticket_id as post from tickets
     where event_id = $1 and status = 'active' and woo_ticket_id is not null and removed_at is null
       and order_id is not null and check_in_status = 'not_checked_in' order by id limit 2`,
    [here.world.eventId],
  );
  for (const { id } of rows) await here.change('tickets', { designation: '0' }, id);
  await here.change('events', { venue: '0' });
  await here.change('ticket_tiers', { name: '0', capacity: 0 });

  let editing = true;
  let executions = 0;
  const syncing = async () => {
    while (editing) {
      executions += 1;
      // Each execution writes each of these rows, because another column of the store changes.
      await editProduct(here.shop, MAIN_PRODUCT, { status: executions % 2 === 0 ? 'publish' : 'draft' });
      await editVariation(here.shop, MAIN_PRODUCT, 173_912, { stock: executions });
      for (const { post } of rows) await renameTicket(here.shop, post, { lastName: `Store ${executions}` });
      await here.sync(executions % 2 === 0 ? 'full' : 'quick');
    }
  };
  const letIn = async () => {
    for (let turn = 0; editing; turn += 1) {
      const word = turn % 2 === 0 ? 'check-in' : 'undo-check-in';
      for (const { id } of rows) {
        const reply = await here.world.ask('operator', 'POST', `/api/v1/tickets/${id}/${word}/`);
        expect([reply.statusCode, reply.body]).toEqual([200, expect.any(String)]);
      }
    }
  };
  let refusals = 0;
  const editor = async (who: number) => {
    for (let turn = 0; turn < EACH; turn += 1) {
      for (const { id } of rows) refusals += await increase(who, 'tickets', 'designation', id);
      refusals += await increase(who, 'events', 'venue', here.ids.events);
      refusals += await increase(who, 'ticket_tiers', 'name', here.ids.ticket_tiers);
      refusals += await increase(who, 'ticket_tiers', 'capacity', here.ids.ticket_tiers);
    }
  };
  const editors = Promise.all(PEOPLE.map(editor)).finally(() => {
    editing = false;
  });
  await Promise.all([editors, syncing(), letIn()]);
  expect(executions).toBeGreaterThan(1);
  // Without collisions, the test would prove nothing.
  expect(refusals).toBeGreaterThan(0);

  const all = PEOPLE.length * EACH;
  const held = async () => {
    for (const { id } of rows) {
      const { designation, last_name } = await here.get('tickets', id);
      expect([countOf(designation), last_name]).toEqual([all, `Store ${executions}`]);
    }
    expect(countOf((await here.get('events'))['venue'])).toBe(all);
    const { name, capacity, stock_left } = await here.get('ticket_tiers');
    expect([countOf(name), countOf(capacity), stock_left]).toEqual([all, all, executions]);
  };
  for (const depth of ['quick', 'sweep', 'full'] as const) {
    await here.sync(depth);
    await held();
  }
  await gate(here.shop, rows[0]?.post ?? 0, 'Checked In');
  await here.sync('quick');
  await held();
});
