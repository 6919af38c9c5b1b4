import { appendFile, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readText } from '../house/source-files.ts';
import { waitFor } from '../tasks/wait-for.ts';
import type { Mapping } from './bad-mappings.ts';
import { DjangoProject, filesOfPage } from './django-project.ts';
import { compareModels, PASE, PASE_ENTRY } from './own-models.ts';
import { demoStage, type Stage } from './stages.ts';

let stage: Stage;
let project: DjangoProject;

beforeAll(async () => {
  stage = await demoStage();
  project = await DjangoProject.open(stage);
  await appendFile(join(project.folder, 'agenda/models.py'), PASE);
  await cp('tests/django/interrupted.py', join(project.folder, 'interrupted.py'));
  await project.shell('python manage.py makemigrations agenda && python manage.py migrate');
});
afterAll(async () => {
  await project.close();
  await stage.close();
});

async function follow(...options: readonly string[]) {
  return await project.command('follow_taquilla', 'mapping.json', '--once', '--overlap=0', ...options);
}

async function expectSame(): Promise<void> {
  expect(await follow()).toMatchObject({ code: 0, err: '' });
  const compared = await compareModels(stage.backend, project.own);
  for (const [model, { missing, surplus }] of Object.entries(compared)) {
    expect([model, missing, surplus]).toEqual([model, [], []]);
  }
}

async function edit(sql: string, ...values: readonly unknown[]): Promise<void> {
  await stage.backend.db.query(sql, [...values]);
}

async function ticketIds(): Promise<readonly string[]> {
  const { rows } = await stage.backend.db.query<{ id: string }>('select id from tickets order by id');
  return rows.map(({ id }) => id);
}

async function nameOf(ticket: string): Promise<string | undefined> {
  const { rows } = await project.own.query<{ nombre: string }>(
    'select nombre from agenda_asistente where taquilla_id = $1',
    [ticket],
  );
  return rows[0]?.nombre;
}

describe('following', () => {
  beforeEach(async () => await expectSame());

  test('a transaction that began before others and commits after them is not missed, however long it takes', async () => {
    const [slow = '', quick = '', later = ''] = await ticketIds();
    const rename = 'update tickets set first_name = $2 where id = $1';
    const client = new pg.Client({ connectionString: stage.backendUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('select 1');
      await edit(rename, quick, 'pronto');
      expect(await follow()).toMatchObject({ code: 0 });
      // its stamp is the beginning of its transaction, before rows that were read already
      await client.query(rename, [slow, 'tarde']);
      await edit(rename, later, 'después');
      for (const _ of [1, 2, 3]) expect(await follow()).toMatchObject({ code: 0 });
      expect([await nameOf(quick), await nameOf(later), (await nameOf(slow)) === 'tarde']).toEqual([
        'pronto',
        'después',
        false,
      ]);
      await client.query('commit');
    } finally {
      await client.end();
    }
    expect((await follow()).out).toContain('tickets → agenda.Asistente: 1 changed');
    expect(await nameOf(slow)).toBe('tarde');
    // while no sync is running, no row is read twice
    await follow();
    expect((await follow()).out).toMatch(/tickets → agenda.Asistente: (nothing new|1 unchanged)/);
  });

  test.each([
    ['SIGKILL', 'between', 20],
    ['SIGKILL', 'during', 20],
    ['SIGTERM', 'during', 30],
  ])(
    '%s %s batches leaves rows and position consistent, and the next pass continues there',
    async (name, place, written) => {
      const ids = await ticketIds();
      expect(ids.length).toBeGreaterThan(40);
      await project.own.query('delete from agenda_asistente');
      await project.own.query(
        'update taquilla_follow_followposition set settled_at = null, waiting_at = null',
      );
      await project.shell(`python interrupted.py ${name} ${place}`);
      const { rowCount } = await project.own.query('select from agenda_asistente');
      expect(rowCount).toBe(written);
      const [early = '', ...others] = ids;
      await edit('update tickets set first_name = $2 where id = $1', early, `leída ${name} ${place}`);
      await edit('update tickets set first_name = $2 where id = $1', others.at(-1), `${name} ${place}`);
      const { out } = await follow();
      const created = Number(/Asistente: .*?(\d+) created/.exec(out)?.[1]);
      expect(created).toBe(ids.length - written);
      expect(out).not.toMatch(/Asistente: .*unchanged/);
    },
  );

  test('a bad row is named and tried again, and the others are written', async () => {
    const [, forbidden = '', good = ''] = await ticketIds();
    const { rows } = await stage.backend.db.query<{ id: string; email: string }>(
      'select id, email from orders where email is not null limit 1',
    );
    const { id: long = '', email = '' } = rows[0] ?? {};
    const named = 'update tickets set first_name = $2 where id = $1';
    await project.own.query(`alter table agenda_asistente add constraint rule check (nombre <> 'Prohibida')`);
    await edit('update orders set email = $2 where id = $1', long, 'x'.repeat(255));
    await edit(named, forbidden, 'Prohibida');
    await edit(named, good, 'Buena');
    for (const attempt of [1, 2]) {
      const said = await follow();
      expect([attempt, said.code]).toEqual([attempt, 1]);
      expect(said.err).toContain(
        `left out: orders → agenda.Compra ${long}: "correo": Ensure this value has at most`,
      );
      expect(said.err).toMatch(
        new RegExp(`${forbidden}: new row for relation "agenda_asistente" violates check`),
      );
      expect(said.err).toContain('2 rows could not be written');
      expect(said.err).not.toContain('Failing row');
      expect(await nameOf(good)).toBe('Buena');
    }
    await edit('update orders set email = $2 where id = $1', long, email);
    await edit(named, forbidden, 'Permitida');
    await expectSame();
    expect((await project.own.query('select from taquilla_follow_followfault')).rowCount).toBe(0);
    // a row whose cause the project has removed is tried again too, although the row does not change
    await edit(named, forbidden, 'Prohibida');
    expect((await follow()).code).toBe(1);
    await project.own.query('alter table agenda_asistente drop constraint rule');
    await expectSame();
  });

  test('a removed row is deleted if the mapping file says so, children before parents, and comes back', async () => {
    const mapping = JSON.parse(filesOfPage().get('mapping.json') ?? '') as { models: { removed?: string }[] };
    for (const entry of mapping.models.slice(1)) entry.removed = 'delete';
    await writeFile(join(project.folder, 'deleting.json'), JSON.stringify(mapping));
    const pass = async () =>
      await project.command('follow_taquilla', 'deleting.json', '--once', '--overlap=0');
    const { rows } = await stage.backend.db.query<{ id: string; number: string }>(
      `select o.id, o.woo_order_id::text as number from orders o join refunds r on r.order_id = o.id
       where o.removed_at is null and exists (select from tickets t where t.order_id = o.id) limit 1`,
    );
    const { id = '', number = '' } = rows[0] ?? {};
    const held = async () =>
      (
        await project.own.query(
          `select (select count(*) from agenda_compra where pedido = $1)::integer as orders,
             (select count(*) from agenda_asistente a join agenda_compra c on c.id = a.compra_id where pedido = $1)::integer
               as tickets,
             (select count(*) from agenda_devolucion d join agenda_compra c on c.id = d.compra_id where pedido = $1)::integer
               as refunds`,
          [number],
        )
      ).rows[0];
    // orders in the trash keep their tickets here: PROTECT keeps them here as well
    expect((await pass()).err).toMatch(
      /left out: orders .* referenced through protected foreign keys: 'Asistente.compra'.$/m,
    );
    const before = await held();
    expect(Object.values(before).every((count) => Number(count) > 0)).toBe(true);
    for (const where of ['orders where id', 'tickets where order_id', 'refunds where order_id']) {
      const [table, key] = where.split(' where ');
      await edit(`update ${table} set removed_at = now(), removed_reason = 'gone' where ${key} = $1`, id);
    }
    expect((await pass()).err).not.toContain(id);
    expect(await held()).toEqual({ orders: 0, tickets: 0, refunds: 0 });
    for (const where of ['orders where id', 'tickets where order_id', 'refunds where order_id']) {
      const [table, key] = where.split(' where ');
      await edit(`update ${table} set removed_at = null, removed_reason = null where ${key} = $1`, id);
    }
    expect((await pass()).err).not.toContain(id);
    expect(await held()).toEqual(before);
    await project.own.query('delete from taquilla_follow_followfault');
  });

  test('a ticket that moved to another event is distinguished from the row that it left, though both have its number', async () => {
    const mapping = JSON.parse(filesOfPage().get('mapping.json') ?? '') as Mapping;
    mapping.models.splice(1, Infinity, PASE_ENTRY);
    await writeFile(join(project.folder, 'passes.json'), JSON.stringify(mapping));
    const pass = async () => await project.command('follow_taquilla', 'passes.json', '--once', '--overlap=0');
    const { db } = stage.backend;
    const { rows } = await db.query<{ id: string; number: string; event: string }>(
      `select id, woo_ticket_id::text as number,
         (select min(id::text) from events where id <> t.event_id) as event
       from tickets t where removed_at is null and woo_ticket_id is not null order by id limit 1`,
    );
    const { id = '', number = '', event = '' } = rows[0] ?? {};
    // tickets that wait for their number have no key yet, and are not mistaken for one another
    const first = await pass();
    expect(first.err).toContain('"numero" is a part of the key, and the row has no woo_ticket_id.');
    expect((await project.own.query(`select from agenda_pase where numero = ''`)).rowCount).toBe(0);
    await edit(`update tickets set removed_at = now(), removed_reason = 'left_event' where id = $1`, id);
    await edit(
      `insert into tickets select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(),
         'event_id', $2::text, 'order_id', null, 'order_item_id', null, 'ticket_tier_id', null, 'removed_at', null,
         'removed_reason', null, 'updated_at', now()))).* from tickets t where id = $1`,
      id,
      event,
    );
    expect((await pass()).out).toContain('tickets → agenda.Pase: 1 created, 1 deleted');
    const held = await project.own.query(
      'select e.taquilla_id from agenda_pase p join agenda_evento e on e.id = p.evento_id where numero = $1',
      [number],
    );
    expect(held.rows).toEqual([{ taquilla_id: event }]);
    await project.own.query('delete from taquilla_follow_followfault');
  });

  test('one sentence names what is missing in its environment', async () => {
    const sentence = async (spoil: string, mend: string, pool: { query(sql: string): Promise<unknown> }) => {
      await pool.query(spoil);
      const said = await follow();
      await pool.query(mend);
      return [said.code, said.err];
    };
    const positions = 'taquilla_follow_followposition';
    expect(
      await sentence(
        `alter table ${positions} rename to moved`,
        `alter table moved rename to ${positions}`,
        project.own,
      ),
    ).toEqual([1, 'The tables of taquilla.follow are not there yet: run "python manage.py migrate".']);
    const { db } = stage.backend;
    const renamed = ['alter table events rename to moved', 'alter table moved rename to events'] as const;
    expect(await sentence(...renamed, db)).toEqual([
      1,
      'A database refuses: relation "events" does not exist',
    ]);
  });

  test('as a service it runs until it is asked to stop, and a second one ends with a sentence', async () => {
    const [ticket = ''] = await ticketIds();
    const service = project.shell(
      'exec python manage.py follow_taquilla mapping.json --every 0.2 & echo $! > pid; wait $!',
    );
    const said = (name: string) =>
      waitFor(
        async () => await nameOf(ticket),
        (found) => found === name,
      );
    await edit('update tickets set first_name = $2 where id = $1', ticket, 'Uno');
    await said('Uno');
    await edit('update tickets set first_name = $2 where id = $1', ticket, 'Dos');
    await said('Dos');
    await project.shell('kill -TERM "$(cat pid)"');
    expect(await service).toMatchObject({ code: 0, err: '' });
    const second = await project.python(readText('tests/django/overtaken.py'));
    expect(second).toBe('Another follow_taquilla follows events → agenda.Evento: run one at a time.');
  });

  test('after a change of the mapping file, the table of the changed entry is read again', async () => {
    const mapping = JSON.parse(filesOfPage().get('mapping.json') ?? '') as Mapping;
    await expectSame();
    const [events] = mapping.models;
    if (events !== undefined) events.fields = { ...events.fields, lugar: 'timezone' };
    await writeFile(join(project.folder, 'other.json'), JSON.stringify(mapping));
    const said = await project.command('follow_taquilla', 'other.json', '--once', '--overlap=0');
    expect(said.out).toMatch(/events → agenda.Evento: \d+ changed/);
    expect(said.out).toMatch(/orders → agenda.Compra: nothing new/);
  });
});
