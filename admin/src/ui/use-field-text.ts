import { useTranslate } from 'react-admin';
import { withoutPadding } from '../format/format-money.ts';
import { useFormats } from '../format/use-formats.ts';

/** Where the dictionary has the words for a column's codes. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'events.status': ['sales.event_status.'],
  'orders.status': ['words.order_status.'],
  'tickets.status': ['sales.ticket_status.', 'sales.check_in.'],
  'tickets.check_in_status': ['sales.check_in.'],
  'check_ins.status': ['tickets.said_'],
};
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Amounts lie in the database with eight decimals. */
const AMOUNT = /^-?\d+\.\d{8}$/;

/** What a column of the backend holds, in the reader's words and formats; what only the store can explain as it is. */
export function useFieldText(): (table: string, field: string, value: unknown) => string {
  const translate = useTranslate();
  const formats = useFormats();
  return (table, field, value) => {
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value === 'number') return formats.count(value);
    if (typeof value !== 'string') return JSON.stringify(value);
    if (INSTANT.test(value)) return formats.dateTime(value);
    if (AMOUNT.test(value)) return formats.decimal(withoutPadding(value));
    const places = field === 'removed_reason' ? ['sales.'] : (CODES[`${table}.${field}`] ?? []);
    const words = places.map((place) => translate(`${place}${value}`, { _: '' })).find((text) => text !== '');
    return words ?? value;
  };
}
