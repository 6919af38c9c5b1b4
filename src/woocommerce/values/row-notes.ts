import type { StoreNote } from '../../source/source.ts';
import type { NoteReason } from '../../vocabulary/note-reasons.ts';

/** A note shows the beginning of a value, not all of it. */
const MOST_CHARACTERS = 200;

/** Collects the odd values in one row of the store while it is read. */
export class RowNotes {
  readonly #row: Pick<StoreNote, 'kind' | 'wooId' | 'wooOrderId'>;
  /** Only the first note of each field, which is the most useful one. */
  readonly #byField = new Map<string, StoreNote>();

  constructor(row: Pick<StoreNote, 'kind' | 'wooId' | 'wooOrderId'>) {
    this.#row = row;
  }

  /**
   * @param field its place in the store, by the store's names: `_qty of line 5512`
   * @param raw null: the value is missing
   */
  add(field: string, raw: string | null, reason: NoteReason): void {
    const shown = storable(field);
    if (this.#byField.has(shown)) return;
    const { kind, wooId, wooOrderId } = this.#row;
    const note = { kind, wooId, wooOrderId, field: shown, raw: raw === null ? null : storable(raw), reason };
    this.#byField.set(shown, note);
  }

  get taken(): readonly StoreNote[] {
    return [...this.#byField.values()];
  }
}

/** PostgreSQL stores neither a NUL in a text nor half of a character. */
function storable(text: string): string {
  return Array.from(text.slice(0, 2 * MOST_CHARACTERS).replaceAll('\0', ''))
    .slice(0, MOST_CHARACTERS)
    .join('')
    .toWellFormed();
}
