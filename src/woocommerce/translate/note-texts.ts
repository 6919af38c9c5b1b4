import type { RawTicket } from '../plugins/ticket-plugin.ts';
import type { RawItem, RawOrder } from '../read/raw-rows.ts';
import type { Rereads } from '../values/latin1/rereads.ts';
import type { Metas } from '../values/metas.ts';
import type { RowNotes } from '../values/row-notes.ts';

/** A text of a row, with its owner and its field. */
interface PlacedText {
  readonly owner: number;
  readonly field: string;
  readonly text: string | null;
}

/**
 * Makes one note for an order whose texts were stored as UTF-8 in `latin1`; it names their fields. In a store
 * that always does so, a note for each field would hide all other notes.
 */
export function noteOrderTexts(raw: RawOrder, recordField: string, rereads: Rereads, notes: RowNotes): void {
  if (!rereads.areNone) noteTexts(orderTexts(raw, recordField), rereads, notes);
}

/** Does the same for a ticket. */
export function noteTicketTexts({ id, metas }: RawTicket, rereads: Rereads, notes: RowNotes): void {
  if (!rereads.areNone) noteTexts(metaTexts(id, metas), rereads, notes);
}

function noteTexts(texts: Iterable<PlacedText>, rereads: Rereads, notes: RowNotes): void {
  const fields = new Set<string>();
  let first: string | null = null;
  for (const { owner, field, text } of texts) {
    const arrived = text === null ? undefined : rereads.arrivedAs(owner, text);
    if (arrived === undefined) continue;
    fields.add(field);
    first ??= arrived;
  }
  if (first !== null) notes.add([...fields].join(', '), first, 'utf8_in_latin1');
}

function* orderTexts(
  { header, metas, items, refunds, record }: RawOrder,
  recordField: string,
): Iterable<PlacedText> {
  const { id, billing } = header;
  yield* metaTexts(id, metas);
  // If orders are posts, most of the header is already in the metas.
  const known = new Set(metas.values());
  const texts = Object.entries({ ...billing, ...header });
  for (const [name, text] of texts) {
    if (typeof text === 'string' && !known.has(text)) yield { owner: id, field: columnOf(name), text };
  }
  yield { owner: id, field: recordField, text: record };
  yield* itemTexts(id, items);
  for (const refund of refunds) {
    const of = `refund ${refund.header.id}`;
    yield* metaTexts(refund.header.id, refund.metas, of);
    yield* itemTexts(refund.header.id, refund.items);
  }
}

function* itemTexts(orderId: number, items: readonly RawItem[]): Iterable<PlacedText> {
  for (const { id, name, metas } of items) {
    yield { owner: orderId, field: `order_item_name of line ${id}`, text: name };
    yield* metaTexts(id, metas, `line ${id}`);
  }
}

function* metaTexts(owner: number, metas: Metas, of?: string): Iterable<PlacedText> {
  for (const [key, value] of metas) {
    const field = of === undefined ? key : `${key} of ${of}`;
    yield { owner, field, text: value };
    yield { owner, field, text: key };
  }
}

/** The column of a field: `firstName` is `first_name`, and `address1` is `address_1`. */
function columnOf(name: string): string {
  return name.replace(/[A-Z\d]/g, (letter) => `_${letter.toLowerCase()}`);
}
