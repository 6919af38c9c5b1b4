import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { ALL_TEXTS } from '../../src/backend/descriptions/all-texts.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { postgresZone } from '../../src/backend/queries/postgres-zone.ts';
import { formatAmount, minorDigitsOf } from '../../src/kernel/money/currency.ts';
import { parseMoney } from '../../src/kernel/money/money.ts';
import { readText } from '../house/source-files.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => await backend.close());

const COMMENTS = `select c.relname as table, a.attname as column, d.description as comment
  from pg_class c
  cross join lateral (
    select null::name as attname, 0 as attnum
    union all select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
  ) a
  left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')`;
interface Comment {
  readonly table: string;
  readonly column: string | null;
  readonly comment: string | null;
}
const comments = async () => await queryRows<Comment>(backend.db, COMMENTS);

describe('comments', () => {
  test('every table, every view and every column has one', async () => {
    const found = await comments();
    expect(found.length).toBeGreaterThan(900);
    const bare = found.filter(({ comment }) => (comment ?? '').trim() === '');
    expect(bare.map(({ table, column }) => `${table}.${column ?? '*'}`)).toEqual([]);
  });

  test('no description is left over from a table or column that is gone', async () => {
    const there = new Set((await comments()).map(({ table, column }) => `${table}.${column ?? '*'}`));
    const described = Object.entries(ALL_TEXTS).flatMap(([table, { columns, reader }]) =>
      ['*', ...Object.keys(columns), ...(Array.isArray(reader) ? reader : [])].map(
        (one) => `${table}.${one}`,
      ),
    );
    expect(described.filter((one) => !there.has(one))).toEqual([]);
  });

  test('they mark personal data and the fields that people edit, as the tables of a sync do', async () => {
    const found = new Map((await comments()).map((one) => [`${one.table}.${one.column}`, one.comment]));
    expect([found.get('tickets.email'), found.get('orders.email'), found.get('ticket_tiers.name')]).toEqual([
      "the attendee's e-mail (personal data; people may edit it)",
      "the buyer's e-mail (personal data)",
      'its name (people may edit it)',
    ]);
  });

  test('docs/data-model.md and docs/sql.md begin the line of a table with its comment', () => {
    const lines = (readText('docs/data-model.md') + readText('docs/sql.md'))
      .split('\n')
      .flatMap((line) => /^\| (`\w+`(?:, `\w+`)*) \| (.*?) \|/.exec(line)?.slice(1, 3).join(' = ') ?? []);
    const wrong = Object.entries(ALL_TEXTS).flatMap(([table, { says }]) => {
      const own = lines.filter((line) => line.startsWith(`\`${table}\` = `));
      const plain = own.map((line) => line.replaceAll(/\[([^\]]*)\]\([^)]*\)|\*\*/g, '$1'));
      return plain.some((line) => line.startsWith(`\`${table}\` = ${says}`)) ? [] : [`${table}: ${says}`];
    });
    expect(wrong).toEqual([]);
  });

  test('a migration writes them again, and leaves them alone if a later version made the tables', async () => {
    const { db, log } = backend;
    const commentOfTickets = async () =>
      (await comments()).find(({ table, column }) => table === 'tickets' && column === null)?.comment;
    await queryRows(db, `comment on table tickets is 'something else'`);
    await queryRows(
      db,
      `insert into schema_migrations (name, is_breaking, program) values ('9999-later.sql', false, '9.9.9')`,
    );
    await migrate(db, log);
    expect(await commentOfTickets()).toBe('something else');
    await queryRows(db, `delete from schema_migrations where name = '9999-later.sql'`);
    await migrate(db, log);
    expect(await commentOfTickets()).toBe('the ticket of one attendee');
  });
});

describe('the functions that the views call', () => {
  test('know the decimals of every currency that Taquilla knows', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    const codes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
    codes.push('IRHR', 'IRHT', 'clp', '');
    const rows = await queryRows<{ code: string; digits: number }>(
      backend.db,
      'select code, currency_digits(code) as digits from unnest($1::text[]) code',
      [codes],
    );
    expect(rows.filter(({ code, digits }) => digits !== (minorDigitsOf(code) ?? 2))).toEqual([]);
    expect(codes.filter((code) => minorDigitsOf(code) !== undefined).length).toBeGreaterThan(150);
  });

  test.each([
    ['25000.00000000', 'CLP'],
    ['8403.36134454', 'CLP'],
    ['-10.50000000', 'EUR'],
    ['10.00500000', 'EUR'],
    ['1.50000000', 'KWD'],
    ['0.00000000', null],
    ['12.30000000', 'ZZZ'],
  ])('show %s in %s as the API does', async (amount, currency) => {
    const [row] = await queryRows<{ shown: string }>(
      backend.db,
      'select currency_amount($1::numeric(26, 8), $2) as shown',
      [amount, currency],
    );
    expect(row?.shown).toBe(formatAmount(parseMoney(amount), currency));
  });

  test.each([
    'America/Santiago',
    'America/Argentina/Buenos_Aires',
    'UTC',
    '-03:00',
    '+05:30',
    'nowhere',
    'Nowhere/Land',
    'abc5',
    '',
  ])('read the zone "%s" as the panel does', async (zone) => {
    const [row] = await queryRows<{ here: string; there: string }>(
      backend.db,
      `select (t at time zone event_zone($1))::text as here, (t at time zone $2)::text as there
       from (select '2025-11-01T02:30:00Z'::timestamptz as t) x`,
      [zone, postgresZone(zone)],
    );
    expect(row?.here).toBe(row?.there);
  });
});
