import type { Actor } from '../auth/actor.ts';
import type { Reader } from '../errors/reader.ts';
import { sentenceFor } from '../errors/spanish.ts';
import { masked } from './personal-data.ts';

interface Reject {
  readonly code: string;
  readonly message: string;
  readonly raw: unknown;
  readonly dismiss_note: string | null;
}

/** A row that could not be read, as this actor may see it, with its reason in the reader's language. */
export function shownReject<Row extends Reject>(row: Row, reader: Reader, actor: Actor) {
  return {
    ...row,
    message: sentenceFor(reader, row.code, row.message),
    raw: actor.seesPersonalData ? row.raw : masked(row.raw),
    // A note may contain names of persons.
    dismiss_note: actor.seesPersonalData ? row.dismiss_note : masked(row.dismiss_note),
  };
}
