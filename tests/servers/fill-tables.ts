import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createRandom, type Random } from '../../src/demo/model/random.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  /** Values of an enum. */
  readonly labels: readonly string[] | null;
}

interface Reference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly of: readonly string[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly references: readonly Reference[];
  /** The conditions of its checks, as SQL. */
  readonly checks: readonly string[];
}

/** The number of drawn rows after which a table counts as impossible to fill. */
const MOST_TRIES = 400;

/**
 * Adds rows to every table of a database, whatever its tables are: the catalogue gives the columns, their
 * references and the words that their checks allow; the rest is random. A table that may have one row keeps it.
 * Another call fills the tables that have changed or are empty.
 *
 * @param only a condition that holds for every row that the program writes, although no check requires it: SQL by
 * table
 */
export function tableFiller(
  client: pg.Client,
  seed: number,
  rowsEach: number,
  only: Readonly<Record<string, string>>,
): () => Promise<void> {
  const random = createRandom(seed, 1);
  const filled = new Map<string, string>();
  return async () => {
    await client.query('begin');
    await client.query('select setseed($1)', [1 / (seed + 1)]);
    for (const table of await readTables(client)) {
      const description = JSON.stringify(table);
      const { rowCount } = await client.query(`select from "${table.name}" limit 1`);
      if (filled.get(table.name) === description && rowCount === 1) continue;
      filled.set(table.name, description);
      if (table.name === 'settlement_lines') continue;
      for (let row = 0; row < rowsEach; row += 1)
        if (table.name === 'settlement_statements') await addStatement(client);
        else await addRow(client, table, random, only[table.name] ?? 'true');
    }
    await client.query('commit');
  };
}

/** Statements follow each other and have the sums of their lines, so no random row is one. */
async function addStatement(client: pg.Client): Promise<void> {
  const id = randomUUID();
  await client.query(
    `insert into settlement_lines (statement_id, position, kind, order_id, woo_order_id, order_number, gross, refunded,
       service_fee, amount) values ($1, 1, 'sale', gen_random_uuid(), 174001, '174001', 10000, 1000, 900, 8100)`,
    [id],
  );
  await client.query(
    `insert into settlement_statements (id, event_id, currency, number, organizer_id, organizer_name, event_title,
       timezone, first_day, last_day, period_start, period_end, opening, sales, refunds, service_fees, corrections,
       payouts, closing, line_count, content_hash, closed_at)
     select $1, e.id, 'CLP', coalesce(max(s.number), 0) + 1, e.organizer_id, 'Tuki', e.title, 'UTC',
       max(s.last_day) + 1, coalesce(max(s.last_day), '2026-01-01') + 1, max(s.period_end),
       coalesce(max(s.last_day), '2026-01-01') + 2, coalesce(max(s.closing), 0), 10000, 1000, 900, 0, 0,
       coalesce(max(s.closing), 0) + 8100, 1, repeat('ab', 32), now()
     from (select * from events order by id limit 1) e left join settlement_statements s on s.event_id = e.id
     group by e.id, e.organizer_id, e.title`,
    [id],
  );
}

async function addRow(client: pg.Client, table: Table, random: Random, only: string): Promise<void> {
  let refused = '';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const row = await drawRow(client, table, random);
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    await client.query('savepoint row');
    try {
      const { rows } = await client.query<{ real: boolean }>(
        `insert into "${table.name}" (${names.map((name) => `"${name}"`).join(', ')}) values (${places.join(', ')})
         returning (${only}) is true as real`,
        Object.values(row),
      );
      if (rows[0]?.real !== true) throw new Error(`the program writes no row without ${only}`);
      await client.query('release savepoint row');
      return;
    } catch (error) {
      refused = String(error);
      await client.query('rollback to savepoint row');
    }
  }
  const { rowCount } = await client.query(`select from "${table.name}" limit 1`);
  if (rowCount === 0) throw new Error(`no row was found that ${table.name} takes: ${refused}`);
}

type Row = Record<string, unknown>;

async function drawRow(client: pg.Client, table: Table, random: Random): Promise<Row> {
  const row: Row = {};
  for (const column of table.columns) {
    if (column.hasDefault && random.chance(60)) continue;
    if (!column.required && random.chance(40)) continue;
    row[column.name] = drawValue(column, table, random);
  }
  for (const { columns, table: other, of } of table.references) {
    const given = columns.filter((name) => row[name] !== undefined);
    if (given.length === 0) continue;
    const { rows } = await client.query<Row>(
      `select ${of.map((name) => `"${name}"`).join(', ')} from "${other}" order by random() limit 1`,
    );
    for (const [index, name] of columns.entries()) row[name] = rows[0]?.[of[index] ?? ''] ?? null;
  }
  return row;
}

function drawValue({ name, type, labels }: Column, table: Table, random: Random): unknown {
  if (labels !== null) return oneOf(random, labels);
  if (type.endsWith('[]')) {
    const words = wordsFor(name, table);
    return type.startsWith('text') ? (words.length > 0 ? [oneOf(random, words)] : ['word']) : [];
  }
  if (type.startsWith('numeric')) return oneOf(random, ['0', '1', '12.5']);
  const next = DRAWN[type];
  if (next === undefined)
    throw new Error(`${table.name}.${name} has the type ${type}: say here how it is filled`);
  return next(random, wordsFor(name, table));
}

const DRAWN: Readonly<Record<string, (random: Random, words: readonly string[]) => unknown>> = {
  text: (random, words) =>
    words.length > 0 && !random.chance(10) ? oneOf(random, words) : `word-${randomBytes(4).toString('hex')}`,
  uuid: () => randomUUID(),
  integer: (random) => oneOf(random, [0, 1, 2, 15, 60, 3306]),
  xid8: () => '740',
  smallint: (random) => oneOf(random, [0, 1, 2]),
  bigint: (random) => oneOf(random, [0, 1, Number.parseInt(randomBytes(4).toString('hex'), 16)]),
  boolean: (random) => random.chance(50),
  real: (random) => oneOf(random, [0, 50.5, 100]),
  'double precision': (random) => oneOf(random, [0, 50.5, 100]),
  'timestamp with time zone': (random) => new Date(Date.UTC(2025, 0, random.between(1, 400))),
  date: () => '2025-01-31',
  'time without time zone': () => '08:30',
  bytea: () => randomBytes(32),
  jsonb: (_random, words) => (words.includes('array') ? '[]' : '{}'),
};

function oneOf<T>(random: Random, list: readonly T[]): T | undefined {
  return list[random.between(0, list.length - 1)];
}

/** The words in the checks that name a column. */
function wordsFor(column: string, { checks }: Table): readonly string[] {
  return checks
    .filter((check) => new RegExp(`\\b${column}\\b`).test(check))
    .flatMap((check) => [...check.matchAll(/'([^']*)'::text/g)].map(([, word]) => word ?? ''));
}

async function readTables(client: pg.Client): Promise<readonly Table[]> {
  const { rows: columns } = await client.query<Column & { table: string }>(
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as required, a.atthasdef or a.attidentity <> '' as "hasDefault",
       (select array_agg(e.enumlabel::text) from pg_enum e where e.enumtypid = a.atttypid) as labels
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
       and a.attgenerated = '' order by c.relname, a.attnum`,
  );
  const { rows: constraints } = await client.query<Reference & { on: string; kind: string; says: string }>(
    `select k.conrelid::regclass::text as "on", k.contype as kind, pg_get_constraintdef(k.oid) as says,
       k.confrelid::regclass::text as "table",
       array(select a.attname::text from unnest(k.conkey) with ordinality p (at, place)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.at order by place) as columns,
       array(select a.attname::text from unnest(k.confkey) with ordinality p (at, place)
         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.at order by place) as of
     from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype in ('f', 'c')`,
  );
  const tables = [...new Set(columns.map(({ table }) => table))].map((name): Table => {
    const own = constraints.filter(({ on }) => on === name);
    return {
      name,
      columns: columns.filter(({ table }) => table === name),
      references: own.filter(({ kind }) => kind === 'f'),
      checks: own.filter(({ kind }) => kind === 'c').map(({ says }) => says),
    };
  });
  return inOrder(tables);
}

/** Each table after those to which it has required references. */
function inOrder(tables: readonly Table[]): readonly Table[] {
  const done = new Map<string, Table>();
  const isFree = ({ name, columns, references }: Table): boolean =>
    references.every(
      (reference) =>
        reference.table === name ||
        done.has(reference.table) ||
        !columns.some(({ name: column, required }) => required && reference.columns.includes(column)),
    );
  while (done.size < tables.length) {
    const free = tables.filter((table) => !done.has(table.name) && isFree(table));
    if (free.length === 0) throw new Error('tables refer to each other in a circle');
    for (const table of free) done.set(table.name, table);
  }
  return [...done.values()];
}
