import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { type Description, describeStatement } from './statements/describe-statement.ts';
import { type Claim, copySource, type SourceCopy, type Statement } from './statements/source-copy.ts';

/** The TypeScript types that the driver returns for PostgreSQL's types. */
const VALUES: Readonly<Record<string, string>> = {
  string: 'char inet name numeric text uuid void',
  number: 'float8 int2 int4 int8 oid',
  boolean: 'bool',
  Date: 'timestamptz',
  Buffer: 'bytea',
  unknown: 'json jsonb',
  'readonly string[]': '_text _uuid',
  'readonly number[]': '_float8 _int4 _int8',
};
/** Nullable columns that cannot be null in their statement because of a comparison. */
const NEVER_NULL = [
  'src/backend/loader/existing-ids.ts id',
  'src/backend/operation/service-process-records.ts skewMs',
  'src/backend/ticketing-queries/ticket-tier-list.ts id',
];

let backend: Backend & { readonly url: string };
let client: pg.Client;
let source: SourceCopy;
const described: (Statement & Description)[] = [];
/** Names of types by their number, and of nullable columns by table and number. */
const types = new Map<number, string>();
const nullable = new Map<string, string>();

beforeAll(async () => {
  backend = await freshBackend();
  client = new pg.Client(backend.url);
  await client.connect();
  source = await copySource();
  for (const { sql } of source.statements) {
    if (sql.startsWith('create temporary table')) await client.query(sql.replace('on commit drop', ''));
  }
  for (const statement of source.statements) {
    for (const command of commandsOf(statement.sql)) {
      described.push({ ...statement, ...(await describeStatement(client, command)) });
    }
  }
  const named = await client.query<{ oid: number; name: string }>(
    `select oid, case typtype when 'e' then 'text' else typname end as name from pg_type`,
  );
  for (const { oid, name } of named.rows) types.set(oid, name);
  const columns = await client.query<{ id: string; name: string }>(
    `select attrelid || '.' || attnum as id, attname as name from pg_attribute a join pg_class c on c.oid = attrelid
     where attnum > 0 and not attnotnull and relnamespace <> 'pg_catalog'::regnamespace`,
  );
  for (const { id, name } of columns.rows) nullable.set(id, name);
});
afterAll(async () => {
  await client.end();
  await backend.close();
  source.remove();
});

/** Statements that are sent as one text; a body in `$$` belongs to its statement. */
function commandsOf(sql: string): readonly string[] {
  return sql.match(/(?:\$\$[\s\S]*?\$\$|[^;])+/g) ?? [];
}

it('the source or local-values.ts has a value for each variable in a statement', () => {
  expect(source.unknown).toEqual([]);
});

it('a migrated server accepts every statement', () => {
  const refused = described.filter(({ error }) => error !== null);
  expect(refused.map(({ place, error, sql }) => `${place}: ${error}: ${sql}`)).toEqual([]);
});

it('every statement whose rows a caller gets names their type', () => {
  const untyped = described.filter(
    ({ columns, row, isHandedOn }) => isHandedOn && row === null && columns.length > 0,
  );
  expect(untyped.map(({ place }) => place)).toEqual([]);
});

it('the row type of every statement matches the answer of a migrated server', () => {
  const typed = described.filter(({ row, error }) => row !== null && error === null);
  const wrong = { says: 'A claim that does not hold', type: 'True<false>' };
  expect(source.check([wrong, ...typed.flatMap(claimsOf)])).toEqual([expect.stringContaining(wrong.says)]);
});

function claimsOf({ place, sql, rowName, columns }: Statement & Description): readonly Claim[] {
  const names = columns.map(({ name }) => `'${name}'`).join(' | ') || 'never';
  const mayBeNull = ({ name, tableID, columnID }: pg.FieldDef): boolean => {
    const column = nullable.get(`${tableID}.${columnID}`);
    const isCompared = NEVER_NULL.includes(`${place.split(':')[0]} ${name}`);
    return column !== undefined && !isCompared && !sql.includes(`${column} is not null`);
  };
  return [
    { says: `${place}: its row type exists`, type: `True<IsKnown<${rowName}>>` },
    { says: `${place}: it answers each property`, type: `None<Unanswered<${rowName}, ${names}>>` },
    { says: `${place}: each column is a property`, type: `None<Exclude<${names}, keyof ${rowName}>>` },
    ...columns.map((column) => ({
      says: `${place}: ${column.name} is ${types.get(column.dataTypeID)}`,
      type: `True<Fits<${rowName}, '${column.name}', ${driverType(column)}>>`,
    })),
    ...columns.filter(mayBeNull).map(({ name }) => ({
      says: `${place}: ${name} may be null`,
      type: `True<MayBeNull<${rowName}, '${name}'>>`,
    })),
  ];
}

function driverType({ name, dataTypeID }: pg.FieldDef): string {
  const type = types.get(dataTypeID) ?? '';
  const found = Object.entries(VALUES).find(([, all]) => all.split(' ').includes(type));
  if (found === undefined) throw new Error(`VALUES lacks the type ${type} of the column ${name}`);
  return found[0];
}
