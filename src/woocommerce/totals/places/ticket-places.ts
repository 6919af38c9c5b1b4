import { filledTexts, metasWithPrefix, type NamedMeta, walk } from '../meta-walk.ts';
import type { CountScope } from '../scope.ts';
import { type Part, readSerialised } from '../serialised-text.ts';
import type { ProductSlots } from './product-slots.ts';
import { plain, type RawSlot } from './slot-times.ts';

/** A seat as the store shows it; '': it names none. */
export interface Seat {
  readonly row: string;
  readonly number: string;
}

/** The values of tickets without a seat. */
const NO_LIST = 'a:0:{}';

/** The slots of ticket posts by position in `ids`; most events have none. */
export async function slotsOfTickets(
  scope: CountScope,
  ids: Float64Array,
  products: Float64Array,
  offered: ReadonlyMap<number, ProductSlots>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawSlot>> {
  const slots = new Map<number, RawSlot>();
  const { slot } = scope.plugin;
  if (slot === null) return slots;
  const texts = await filledTexts(scope, slot.shown, ids, signal);
  const keys = await filledTexts(scope, slot.key, ids, signal);
  for (const at of new Set([...texts.keys(), ...keys.keys()])) {
    const product = offered.get(products[at] ?? 0);
    const text = texts.get(at);
    const key = keys.get(at) ?? '';
    const shown = plain(text ?? product?.offered.get(key)?.text ?? key);
    slots.set(at, { shown, date: '', time: '', timezone: product?.timezone ?? scope.siteTimezone });
  }
  if (slots.size === 0) return slots;
  for (const name of ['date', 'time'] as const) {
    await walk(scope, slot[name], ids, signal, (at, text) => {
      const raw = slots.get(at);
      if (raw !== undefined) slots.set(at, { ...raw, [name]: text });
    });
  }
  return slots;
}

/**
 * The seats of ticket posts by position in `ids`. A ticket that was moved keeps the metas of its old row, and the list
 * of the seating add-on says which row counts.
 */
export async function seatsOfTickets(
  scope: CountScope,
  ids: Float64Array,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Seat>> {
  const seats = new Map<number, Seat>();
  const { seat } = scope.plugin;
  if (seat === null) return seats;
  const metas = await metasWithPrefix(scope, seat.prefix, ids, signal);
  const namesOf = (at: number): readonly NamedMeta[] =>
    firstOfEach(metas.get(at) ?? []).filter(
      ({ key }) => key.startsWith(seat.row) || key.startsWith(seat.number),
    );
  const rowsOf = (names: readonly NamedMeta[]): number =>
    new Set(names.map(({ key }) => key.slice((key.startsWith(seat.row) ? seat.row : seat.number).length)))
      .size;
  const found = new Map<number, Seat>();
  await walk(scope, seat.listed, ids, signal, (at, text) => {
    found.delete(at);
    if (text === '' || text === NO_LIST || rowsOf(namesOf(at)) === 1) return;
    const listed = readSerialised(text);
    if (listed instanceof Map && listed.size > 0) found.set(at, seatIn(textsOf(listed), seat));
  });
  for (const at of new Set([...metas.keys(), ...found.keys()])) {
    const own =
      found.get(at) ??
      seatIn(
        namesOf(at).map(({ key, value }) => [key, value] as const),
        seat,
      );
    if (own.row !== '' || own.number !== '') seats.set(at, own);
  }
  return seats;
}

/** The seat among these fields; the last of a name that is not empty counts. */
export function seatIn(
  fields: readonly (readonly [key: string, value: string])[],
  names: { readonly row: string; readonly number: string },
): Seat {
  const seat = { row: '', number: '' };
  for (const [key, value] of fields) {
    if (value === '') continue;
    if (key.startsWith(names.row)) seat.row = plain(value);
    else if (key.startsWith(names.number)) seat.number = plain(value);
  }
  return seat;
}

/** The texts of a serialised list. */
export function textsOf(list: Part | undefined): readonly (readonly [key: string, value: string])[] {
  if (!(list instanceof Map)) return [];
  return [...list].map(
    ([key, value]: [string, Part]) => [key, typeof value === 'string' ? value : ''] as const,
  );
}

/** In the order of their ids; of two rows of a name the first counts. */
function firstOfEach(metas: readonly NamedMeta[]): readonly NamedMeta[] {
  const first = new Map<string, NamedMeta>();
  for (const meta of metas.toSorted((a, b) => a.metaId - b.metaId)) {
    if (!first.has(meta.key)) first.set(meta.key, meta);
  }
  return [...first.values()];
}
