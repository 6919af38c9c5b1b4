import { useTranslate } from 'react-admin';
import { atLeastMinor, withoutPadding } from '../../format/format-money.ts';
import { storeCode } from '../../format/store-code.ts';
import { type Formats, useFormats } from '../../format/use-formats.ts';

/** The group of the dictionary that translates the codes of each column. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'events.status': ['sales.event_status.'],
  'orders.status': ['words.order_status.'],
  'tickets.status': ['sales.ticket_status.', 'sales.check_in.'],
  'tickets.check_in_status': ['sales.check_in.'],
  'check_ins.status': ['tickets.said_'],
  'tickets.day_status': ['sales.check_in.'],
  'form_fields.required': ['ra.boolean.'],
  'orders.source_status': ['words.store_status.'],
  'tickets.source_status': ['words.store_status.'],
  'tickets.source_post_status': ['words.store_status.'],
};
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** The database stores amounts with eight decimals. */
const AMOUNT = /^-?\d+\.\d{8}$/;

/** Columns with an amount in the row's currency. */
const MONEY: ReadonlySet<string> = new Set([
  'subtotal',
  'discount',
  'tax',
  'total',
  'refunded_by_lines',
  'refunded_apportioned',
  'refunded',
  'net',
  'service_fee',
  'organizer_amount',
  'rounding',
  'order_total',
  'order_refunded',
  'unticketed_amount',
  'amount',
  'order_amount',
  'price',
]);

/**
 * Formats the value of a backend column for the reader. Values that only the store can explain stay unchanged.
 */
export function useFieldText(): (
  table: string,
  field: string,
  value: unknown,
  currency?: string | null,
) => string {
  const translate = useTranslate();
  const formats = useFormats();
  return (table, field, value, currency = null) => {
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value === 'number') return formats.count(value);
    if (typeof value === 'boolean') return translate(`ra.boolean.${value}`);
    const places = field === 'removed_reason' ? ['sales.'] : (CODES[`${table}.${field}`] ?? []);
    const inWords = (code: string): string =>
      places.map((place) => translate(`${place}${storeCode(code)}`, { _: '' })).find((text) => text !== '') ??
      code;
    if (typeof value !== 'string') return listed(value, inWords);
    if (INSTANT.test(value)) return formats.dateTime(value);
    const amount = MONEY.has(field) ? moneyText(value, currency, formats) : null;
    if (amount !== null) return amount;
    if (AMOUNT.test(value)) return formats.decimal(withoutPadding(value));
    return listed(parseStored(value), inWords);
  };
}

function moneyText(value: string, currency: string | null, { money }: Formats): string | null {
  if (currency === null || !/^-?\d+(?:\.\d+)?$/.test(value)) return null;
  return money(atLeastMinor(withoutPadding(value), currency), currency);
}

/** The database returns lists and objects as JSON. */
export function parseStored(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/**
 * `{"city": "Ñuñoa"}` → `city: Ñuñoa`: names and values without the punctuation of JSON; an answer has its
 * question as its name.
 */
function listed(value: unknown, inWords: (code: string) => string): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return inWords(value);
  if (Array.isArray(value)) return value.map((one) => listed(one, inWords)).join('; ') || '–';
  if (typeof value !== 'object') return inWords(JSON.stringify(value));
  const members = Object.entries(isAnswer(value) ? { [value.label ?? value.key]: value.value } : value);
  return members.map(([name, member]) => `${name}: ${listed(member, inWords)}`).join(', ') || '–';
}

interface Answer {
  readonly key: string;
  readonly label: string | null;
  readonly value: unknown;
}

function isAnswer(value: object): value is Answer {
  return 'key' in value && 'label' in value && 'value' in value;
}
