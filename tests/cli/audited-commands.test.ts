import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { newId } from '../../src/kernel/ids.ts';
import { addExecution } from '../http/api-world.ts';
import { type BackendWorld, openBackendWorld } from '../http/backend-world.ts';
import { callTaquilla } from './call-taquilla.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(12);
});
afterAll(async () => await world.close());

async function taquilla(...args: readonly string[]) {
  const key = randomBytes(32).toString('base64');
  return await callTaquilla(args, { env: { DATABASE_URL: world.url, TAQUILLA_SECRET_KEY: key } });
}

/** A name that differs on both sides; returns the conflict and the number of the ticket. */
async function addConflict(): Promise<{ readonly id: string; readonly number: string }> {
  const { ticket, number, configuration } = await world.one<Record<string, string>>(
    `select t.id as ticket, t.ticket_number as number, e.configuration_id as configuration
     from tickets t join events e on e.id = t.event_id
     where t.ticket_number is not null and t.order_id is not null
       and not exists (select from conflicts k where k.row_id = t.id) limit 1`,
  );
  await queryRows(world.backend.db, `update tickets set first_name = 'Nuestra' where id = $1`, [ticket]);
  const execution = await addExecution(world, configuration ?? '');
  const id = newId();
  await queryRows(
    world.backend.db,
    `insert into conflicts (id, configuration_id, execution_id, kind, table_name, row_id, field, base, ours, theirs)
     values ($1, $2, $3, 'edited', 'tickets', $4, 'first_name', '"Antes"', '"Nuestra"', '"Suya"')`,
    [id, configuration, execution, ticket],
  );
  return { id, number: number ?? '' };
}

async function audited(): Promise<readonly unknown[]> {
  const rows = await queryRows(
    world.backend.db,
    'select action, object_id, object_name, address, user_id from audit_entries order by created_at, id',
  );
  await queryRows(world.backend.db, 'delete from audit_entries');
  return rows;
}

const entry = (action: string, object: { readonly id: string; readonly number: string } | null = null) => ({
  action,
  object_id: object?.id ?? null,
  object_name: object?.number ?? null,
  address: 'command line',
  user_id: null,
});

test.each([
  ['--keep-ours', 'conflicts.keep-ours'],
  ['--take-theirs', 'conflicts.take-theirs'],
])('conflicts settle %s is in the audit log, with the number of the ticket', async (option, action) => {
  const conflict = await addConflict();
  await audited();
  const ended = await taquilla('conflicts', 'settle', conflict.id, option);
  expect(ended).toMatchObject({ exitCode: 0 });
  expect(await audited()).toEqual([entry(action, conflict)]);
  const refused = await taquilla('conflicts', 'settle', newId(), option);
  expect(refused.exitCode).not.toBe(0);
  expect(await audited()).toEqual([]);
});

test('conflicts settle --keep-ours says whether it kept a value or closed an entry conflict', async () => {
  const edited = await addConflict();
  expect(await taquilla('conflicts', 'settle', edited.id, '--keep-ours')).toMatchObject({
    stdout: 'Kept ours.\n',
  });
  const entered = await addConflict();
  await queryRows(
    world.backend.db,
    `update conflicts set kind = 'admitted', field = 'status' where id = $1`,
    [entered.id],
  );
  expect(await taquilla('conflicts', 'settle', entered.id, '--keep-ours')).toMatchObject({
    stdout: 'Closed without a note.\n',
  });
});

test('cleanup and new keys are in the audit log; a dry run is not', async () => {
  await audited();
  expect(await taquilla('cleanup', '--dry-run')).toMatchObject({ exitCode: 0 });
  expect(await audited()).toEqual([]);
  expect(await taquilla('cleanup')).toMatchObject({ exitCode: 0 });
  expect(await taquilla('secrets', 'rotate')).toMatchObject({ exitCode: 0 });
  expect(await audited()).toEqual([entry('management.cleanup'), entry('secrets.rotate')]);
});

test('conflicts list names order, ticket and person, and the event once', async () => {
  const { number } = await addConflict();
  const { title, order } = await world.one<Record<string, string>>(
    `select e.title, o.number as order from tickets t join events e on e.id = t.event_id
     join orders o on o.id = t.order_id where t.ticket_number = $1`,
    [number],
  );
  const ended = await taquilla('conflicts', 'list');
  const line = ended.stdout.split('\n').find((text) => text.includes(number)) ?? ended.stdout;
  expect(line).toContain(`ticket ${number}`);
  expect(line).toContain(order);
  expect(line).toContain('Nuestra');
  expect(line.split(String(title)).length - 1).toBe(1);
});
