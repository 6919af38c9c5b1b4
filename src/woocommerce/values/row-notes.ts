import type { StoreNote } from '../../source/source.ts';
import type { NoteReason } from '../../vocabulary/note-reasons.ts';

/** A note contains only the beginning of a long value. */
const MOST_CHARACTERS = 200;

/** Collects the odd values in one row of the store while it is read. */
export class RowNotes {
  readonly #row: Pick<StoreNote, 'kind' | 'wooId' | 'wooOrderId'>;
  /** Only the first note about each field is kept, because it is the most useful one. */
  readonly #byField = new Map<string, StoreNote>();

  constructor(row: Pick<StoreNote, 'kind' | 'wooId' | 'wooOrderId'>) {
    this.#row = row;
  }

  /**
   * @param field the place of the value, in the store's names: `_qty of line 5512`
   * @param raw null if the value is missing
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

/** PostgreSQL cannot store a NUL in a text, or half of a surrogate pair. */
function storable(text: string): string {
  return Array.from(text.slice(0, 2 * MOST_CHARACTERS).replaceAll('\0', ''))
    .slice(0, MOST_CHARACTERS)
    .join('')
    .toWellFormed();
}
