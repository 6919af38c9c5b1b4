import { formatMoney, type Money } from '../../kernel/money.ts';

/** A value that `jsonb` can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The column types that a sync writes, and what each holds in our code. */
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
 * A value as the very text that `readExpression` brings back from PostgreSQL: digests and the journal compare
 * these texts, so both directions must agree to the byte.
 */
export function toColumnText(type: ColumnType, value: ColumnValue): string | null {
  if (value === null) return null;
  if (type === 'jsonb') return jsonbText(value as Json);
  if (type === 'money') return formatMoney(value as Money);
  if (type === 'timestamptz') return (value as Date).toISOString().replace('Z', '000Z');
  return typeof value === 'string' ? withoutNul(value) : String(value as number | bigint | boolean);
}

/** The SQL that reads a column back as that same text. */
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
  return jsonbObject(Object.entries(value).map(([key, member]) => [key, jsonbText(member)]));
}

/** An object of members that are `jsonb` texts already. */
export function jsonbObject(members: (readonly [key: string, text: string])[]): string {
  members.sort(([a], [b]) => compareKeys(a, b));
  return `{${members.map(([key, text]) => `${quote(key)}: ${text}`).join(', ')}}`;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

function compareKeys(a: string, b: string): number {
  // Most keys are ours; for them no bytes have to be made.
  if (!BEYOND_ASCII.test(a) && !BEYOND_ASCII.test(b)) return a.length - b.length || (a < b ? -1 : 1);
  const bytes = [Buffer.from(a), Buffer.from(b)] as const;
  return bytes[0].length - bytes[1].length || Buffer.compare(bytes[0], bytes[1]);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** JSON.stringify escapes what PostgreSQL escapes, but also lone surrogates; those cannot be stored at all. */
function quote(text: string): string {
  return JSON.stringify(withoutNul(text).toWellFormed());
}

/** PostgreSQL has no NUL in text; the sign that stands for an unreadable character takes its place. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
