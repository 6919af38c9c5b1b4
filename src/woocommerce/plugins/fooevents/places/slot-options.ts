import type { StoreSlot } from '../../../../ticketing/model/store-event.ts';
import { readText } from '../../../values/store-text.ts';
import { readSiteDate } from '../../../values/times/site-dates.ts';
import { chosenClock } from '../event-times.ts';

type Options = Readonly<Record<string, unknown>>;

/**
 * The slots of a product, which the bookings add-on stores as JSON, by the id of each slot. There are two
 * forms. People save it as `{"<slot>": {"<slot>_label": …, "<date>_add_date": …}}`, or without the slot's id
 * before its parts. The first sale rewrites it as `{"<slot>": {"label": …, "add_date": {"<date>": {"date":
 * …}}}}`. A text that cannot be read has no slots; then the tickets themselves say which slot they are for. The
 * add-on saves a product without slots as one slot without an id.
 *
 * @param dateFormat PHP's format of the dates in it
 */
export function readSlots(json: string | undefined, dateFormat: string): readonly StoreSlot[] {
  let options: unknown;
  try {
    options = JSON.parse(json ?? '');
  } catch {
    return [];
  }
  if (!isObject(options)) return [];
  return Object.entries(options).flatMap(([key, slot]) =>
    key !== '' && isObject(slot) ? [readSlot(key, slot, dateFormat)] : [],
  );
}

function readSlot(key: string, slot: Options, dateFormat: string): StoreSlot {
  const part = (name: string): string => textIn(slot[name]) ?? textIn(slot[`${key}_${name}`]) ?? '';
  const hour = part('hour');
  const minute = part('minute');
  const period = part('period');
  const clock = part('add_time') === 'enabled' ? chosenClock(hour, minute, period) : null;
  const shownClock = clock === null ? '' : part('formatted_time') || `(${hour}:${minute}${after(period)})`;
  return {
    key,
    text: readText([part('label'), shownClock].filter((text) => text !== '').join(' ')) ?? key,
    clock,
    dates: datesIn(slot).map(([dateKey, text]) => ({
      key: dateKey,
      text: readText(text) ?? '',
      day: readSiteDate(text, dateFormat),
    })),
  };
}

const ADDED = '_add_date';

function datesIn(slot: Options): readonly (readonly [key: string, text: string])[] {
  return Object.entries(slot).flatMap(([name, value]) => {
    if (name === 'add_date') return isObject(value) ? Object.entries(value).flatMap(addedDate) : [];
    const text = textIn(value);
    return text !== null && name.endsWith(ADDED) ? [[name.slice(0, -ADDED.length), text] as const] : [];
  });
}

function addedDate([key, value]: [string, unknown]): readonly (readonly [key: string, text: string])[] {
  const text = textIn(isObject(value) ? value['date'] : value);
  return text === null ? [] : [[key, text]];
}

function after(period: string): string {
  return period === '' ? '' : ` ${period}`;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

function isObject(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
