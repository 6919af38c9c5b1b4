import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import { toInstant } from '../../kernel/time/instants.ts';
import { lockEventInTime } from '../check-ins/gate-lock.ts';
import { type Database, endIfIdle, inTransaction, queryRows, type Transaction } from '../database.ts';
import { jsonbText, toColumnText } from '../tables/column-text.ts';
import { castOf, type EditedTable } from '../tables/edited-tables.ts';
import { changeAnswers, type GivenAnswer } from './change-answers.ts';
import {
  asValue,
  changedSince,
  type EditableField,
  type FieldEdit,
  readEditableFields,
} from './edit-state.ts';
import { type FormQuestion, questionsOfTicket } from './form-questions.ts';

/** A requested change of fields. Times without an offset are in the event's zone. */
export interface RowEdit {
  /** The version of the row that the person saw. */
  readonly version: string;
  /** New values by field; null empties a field. */
  readonly values: Readonly<Record<string, string | number | null | readonly GivenAnswer[]>>;
  /** Fields that take the store's value again. */
  readonly revert: readonly string[];
  /** Null for somebody at the command line. */
  readonly by: string | null;
  readonly now: Date;
}

interface Place {
  readonly eventId: string;
  readonly timezone: string;
}

const PLACES: Readonly<Record<EditedTable, string>> = {
  events: 'select t.id as "eventId", t.timezone from events t where t.id = $1',
  ticket_tiers: `select t.event_id as "eventId", e.timezone from ticket_tiers t join events e on e.id = t.event_id
    where t.id = $1`,
  tickets: `select t.event_id as "eventId", e.timezone from tickets t join events e on e.id = t.event_id
    where t.id = $1`,
};

/**
 * Changes editable fields of a row, or restores the store's values. The three-way merge of a sync keeps every
 * field that differs from `store_values`. An edit first locks the event against pages of a sync, then the row: the
 * order in which a page locks them, so that they never deadlock. A request for the values that the row has already
 * writes nothing, whatever its version.
 *
 * @returns false if there is no such row
 * @throws conflict `edit.changed-meanwhile`; invalid `http.invalid-request`; unavailable `backend.contention`
 */
export async function editRow(db: Database, table: EditedTable, id: string, edit: RowEdit): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const place = await findPlace(tx, table, id);
    if (place === undefined) return false;
    await lockEventInTime(tx, place.eventId);
    await endIfIdle(tx);
    const fields = await readEditableFields(tx, table, id, true);
    // Read again, because somebody may have changed the zone while this waited for the lock.
    const { timezone } = (await findPlace(tx, table, id)) ?? place;
    if (fields === null) return false;
    const questions = edit.values['form_data'] === undefined ? [] : await questionsOfTicket(tx, id);
    const wanted = wantedTexts(fields, edit, timezone, questions);
    const written = fields.filter(({ field, ours }) => wanted.has(field) && wanted.get(field) !== ours);
    if (written.length === 0) return true;
    const changed = changedSince(edit.version, id, fields);
    if (changed.length > 0) throw changedMeanwhile(changed);
    if (table === 'events') requireOrder(fields, edit, wanted);
    await tx.query(
      `update ${table} set ${written.map(({ field, type }, at) => `${field} = $${at + 2}::text${castOf(type)}`).join(', ')},
         updated_at = now() where id = $1`,
      [id, ...written.map(({ field }) => wanted.get(field) ?? null)],
    );
    await settleReverted(tx, id, written, edit);
    return true;
  });
}

async function findPlace(tx: Transaction, table: EditedTable, id: string): Promise<Place | undefined> {
  const [place] = await queryRows<Place>(tx, PLACES[table], [id]);
  return place;
}

/** The new value of each named field, as the text of its column. */
function wantedTexts(
  fields: readonly EditableField[],
  { values, revert }: RowEdit,
  timezone: string,
  questions: readonly FormQuestion[],
): ReadonlyMap<string, string | null> {
  const zone = zoneAfter(fields, { values, revert }, timezone);
  const wanted = new Map<string, string | null>();
  for (const field of fields) {
    const value = values[field.field];
    if (value !== undefined) wanted.set(field.field, wantedText(field, value, zone, questions));
    if (!revert.includes(field.field)) continue;
    if (wanted.has(field.field)) throw invalidField('revert', 'given_too', field.field);
    if (field.store === null && !field.isNullable)
      throw invalidField('revert', 'no_store_value', field.field);
    wanted.set(field.field, field.store);
  }
  return wanted;
}

/** The zone of the event after the change, in which times without an offset are. */
function zoneAfter(
  fields: readonly EditableField[],
  { values, revert }: Pick<RowEdit, 'values' | 'revert'>,
  timezone: string,
): string {
  const given = values['timezone'];
  if (typeof given === 'string') return given;
  const field = fields.find((one) => one.field === 'timezone');
  return revert.includes('timezone') ? (field?.store ?? timezone) : timezone;
}

function wantedText(
  field: EditableField,
  value: RowEdit['values'][string],
  zone: string,
  questions: readonly FormQuestion[],
): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return changeAnswers(field, value, questions);
  if (field.type === 'timestamptz') {
    const instant = toInstant(String(value), zone);
    // An offset may move the first or the last supported day out of the range.
    const year = instant.getUTCFullYear();
    if (year < 1 || year > 9999) throw invalidField(field.field, 'datetime');
    return toColumnText(field.type, instant);
  }
  return toColumnText('text', String(value));
}

/**
 * Neither time is wrong by itself, so the two are compared as they will be after the change. The store's own
 * times are accepted unchecked.
 */
function requireOrder(
  fields: readonly EditableField[],
  { values }: RowEdit,
  wanted: ReadonlyMap<string, string | null>,
): void {
  if (values['starts_at'] === undefined && values['ends_at'] === undefined) return;
  const textOf = (name: string): string | null => {
    const given = wanted.get(name);
    return given === undefined ? (fields.find(({ field }) => field === name)?.ours ?? null) : given;
  };
  const [start, end] = [textOf('starts_at'), textOf('ends_at')];
  if (start === null || end === null || start <= end) return;
  throw invalidField('ends_at', 'end_before_start');
}

/**
 * If the store's value of a field is restored, an open conflict about that field is settled as well, and
 * records the value that was here.
 */
async function settleReverted(
  tx: Transaction,
  id: string,
  written: readonly EditableField[],
  { revert, by, now }: RowEdit,
): Promise<void> {
  for (const { field, type, ours } of written.filter((one) => revert.includes(one.field))) {
    await tx.query(
      `update conflicts set settled_at = $3, settled_as = 'theirs', settled_by = $4, ours = $5, updated_at = now()
       where row_id = $1 and field = $2 and kind = 'edited' and settled_at is null`,
      [id, field, now, by, jsonbText(asValue(type, ours))],
    );
  }
}

/** The error for a stale version. `details.changed` has the present values of the changed fields. */
function changedMeanwhile(changed: readonly EditableField[]): AppError {
  const names = changed.map(({ field }) => field).join(', ');
  return new AppError({
    code: 'edit.changed-meanwhile',
    message: `These fields were changed meanwhile: ${names}. Look at them and save again.`,
    details: {
      names,
      changed: changed.map(
        ({ field, type, ours, store }): FieldEdit => ({
          field,
          ours: asValue(type, ours),
          store: asValue(type, store),
        }),
      ),
    },
  });
}
