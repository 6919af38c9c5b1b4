import { z } from 'zod';

/** A fault of a rule of our own, not yet in the reader's language. */
export interface BrokenRule {
  readonly rule: string;
  readonly limit?: string | number;
}

export const idShape = z.uuid();
/** `{id}` in a path. A malformed id is treated like an id that does not exist. */
export const idParams = z.object({ id: idShape });

/** `2026-03-01T12:00:00.000000Z`: always UTC, always six digits. */
export const instantShape = z.iso.datetime({ precision: 6 });

/** A decimal number as text: `"10.00"`. */
export const decimalShape = z.string().regex(/^-?\d+(\.\d+)?$/);

/** Refuses characters that PostgreSQL cannot store: NUL, and half of a surrogate pair. */
export const STORABLE = z.check<string>((ctx) => {
  if (isStorable(ctx.value)) return;
  ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'characters' } });
});

export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/**
 * Any text in a request. Every text of a request is built on this schema, so that no field accepts what
 * PostgreSQL cannot store; a test checks every schema of the API.
 */
export function anyText() {
  return z.string().check(STORABLE);
}

/** A text that a person wrote: trimmed, not empty. */
export function textInput(maxLength: number) {
  return anyText().trim().min(1).max(maxLength, { abort: true });
}

/** Control characters, line and paragraph separators, and marks that change the direction of text. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/**
 * A name, a title or a label: one line of text that is safe in the subject of an e-mail and on a terminal.
 */
export function lineInput(maxLength: number) {
  return textInput(maxLength).check((ctx) => {
    // Text that cannot be stored has been refused by an earlier rule.
    if (!UNSEEN.test(ctx.value) || !isStorable(ctx.value)) return;
    ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'one_line' } });
  });
}

export const emailInput = anyText().max(254, { abort: true }).check(z.email());

/** A number, or its text, with at most this many decimals; the result is text with exactly this many. */
export function decimalInput(range: { readonly min: number; readonly max: number; readonly digits: number }) {
  const { min, max, digits } = range;
  return z
    .union([z.number(), anyText()])
    .transform((given, ctx) => {
      const match = /^([+-]?)(\d{1,20})(?:\.(\d*))?$/.exec(String(given).trim());
      const broken = (rule: BrokenRule) => {
        ctx.addIssue({ code: 'custom', params: { ...rule }, input: given });
        return z.NEVER;
      };
      if (match === null) return broken({ rule: 'number' });
      const [, sign, whole = '0', decimals = ''] = match;
      if (decimals.replace(/0+$/, '').length > digits) {
        return broken({ rule: 'decimal_places', limit: digits });
      }
      const value = Number(`${sign}${whole}.${decimals}`);
      if (value < min) return broken({ rule: 'min_value', limit: min });
      if (value > max) return broken({ rule: 'max_value', limit: max });
      const text = `${whole.replace(/^0+(?=\d)/, '')}.${decimals.slice(0, digits).padEnd(digits, '0')}`;
      return sign === '-' && value !== 0 ? `-${text}` : text;
    })
    .meta({ description: `${min} to ${max}, at most ${digits} decimals` });
}

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A time in ISO 8601. Without an offset it is in the configuration's zone. The result is the unchanged text.
 */
export const instantInput = anyText().check((ctx) => {
  const match = INSTANT.exec(ctx.value);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const real =
    match !== null &&
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate() &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  if (!real) ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'datetime' } });
});

/** The IANA name of a time zone, such as `America/Santiago`, or a bare offset as stores use it: `+05:30`. */
export const timezoneInput = anyText().check((ctx) => {
  if (isTimezone(ctx.value)) return;
  ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'timezone' } });
});

function isTimezone(name: string): boolean {
  if (/^[+-](0\d|1[0-4]):[0-5]\d$/.test(name)) return true;
  if (!/^[A-Za-z]+(?:[_-][A-Za-z]+)*(?:\/[A-Za-z0-9_+-]+){0,2}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An id that WooCommerce gave. */
export const wooIdInput = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Money as text. It has the digits of its currency, or more if the store has more: `"25000"`, `"10.005"`. */
export const amountShape = z.string().regex(/^-?\d+(\.\d{1,8})?$/);
