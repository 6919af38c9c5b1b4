import { formatMoney, type Money } from '../../kernel/money/money.ts';

/** A value that a `jsonb` can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The column types that a sync writes, and the type of each in our code. */
export interface ColumnTypes {
  uuid: string | null;
  text: string | null;
  integer: number | null;
  bigint: number | null;
  boolean: boolean | null;
  money: Money | null;
  timestamptz: Date | null;
  jsonb: Json;
}
export type ColumnType = keyof ColumnTypes;
export type ColumnValue = ColumnTypes[ColumnType];

/**
 * A value in exactly the text that PostgreSQL returns for `readExpression`. Digests and the journal compare
 * these texts, so both directions must agree to the byte.
 */
export function toColumnText(type: ColumnType, value: ColumnValue): string | null {
  if (value === null) return null;
  if (type === 'jsonb') return jsonbText(value as Json);
  if (type === 'money') return formatMoney(value as Money);
  if (type === 'timestamptz') return `${(value as Date).toISOString().slice(0, -1)}000Z`;
  return typeof value === 'string' ? withoutNul(value) : String(value as number | bigint | boolean);
}

/** The SQL that reads a column as that same text. */
export function readExpression(type: ColumnType, column: string): string {
  if (type === 'timestamptz') return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return `${column}::text`;
}

/**
 * JSON as PostgreSQL prints a `jsonb`: keys by length, then by bytes; one space after `:` and `,`.
 *
 * @source PostgreSQL 15 to 18, `JsonbToCString` and `lengthCompareJsonbStringValue`
 */
export function jsonbText(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(jsonbText).join(', ')}]`;
  const members: [string, string][] = [];
  for (const key in value) members.push([key, jsonbText(value[key] ?? null)]);
  return jsonbObject(members);
}

/** A `jsonb` object whose members are already `jsonb` texts. */
export function jsonbObject(members: (readonly [key: string, text: string])[]): string {
  members.sort(([a], [b]) => compareKeys(keyOf(a), keyOf(b)));
  let text = '';
  for (const [at, [key, value]] of members.entries()) {
    const { quoted } = keyOf(key);
    const next = members[at + 1];
    // Keys that differ only in characters that cannot be stored become one key. The last value counts.
    if (next !== undefined && keyOf(next[0]).quoted === quoted) continue;
    text += `${text === '' ? '' : ', '}${quoted}: ${value}`;
  }
  return `{${text}}`;
}

interface Key {
  readonly quoted: string;
  readonly bytes: Buffer;
}

/**
 * A cache of key texts: most keys are our own and occur in every row. It has a limit, because keys of the store
 * must not fill the memory.
 */
const MOST_KEYS = 5_000;
const keys = new Map<string, Key>();

function keyOf(name: string): Key {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const kept = storable(name);
  const key = { quoted: JSON.stringify(kept), bytes: Buffer.from(kept) };
  if (keys.size < MOST_KEYS) keys.set(name, key);
  return key;
}

function compareKeys(a: Key, b: Key): number {
  return a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** JSON.stringify escapes the same characters as PostgreSQL. */
function quote(text: string): string {
  return JSON.stringify(storable(text));
}

/** Neither NUL nor lone surrogates can be stored. */
function storable(text: string): string {
  return withoutNul(text).toWellFormed();
}

/** PostgreSQL cannot store NUL in text: U+FFFD replaces it. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
