import { editRow, type RowEdit } from '../../../backend/conflicts/edit-row.ts';
import { type FieldEdit, readEditState } from '../../../backend/conflicts/edit-state.ts';
import { type EditedTable, editableFields } from '../../../backend/tables/edited-tables.ts';
import { isPersonal } from '../../../backend/tables/personal-columns.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { type Actor, noSuchObject } from '../../auth/actor.ts';
import { shownEdits } from './shown-field.ts';

/** A row that people may edit. */
interface EditedRow {
  readonly table: EditedTable;
  readonly id: string;
  readonly currency: string | null;
}

/**
 * The body of a change: fields by their names, the version, and the fields that take the store's value again.
 */
type EditBody = Pick<RowEdit, 'version'> & {
  readonly revert?: readonly string[] | undefined;
} & Readonly<Record<string, unknown>>;

/**
 * A row with the edits that people made to it, as this actor may see them. The editable fields are read
 * together with the version: if the version were read a moment later, somebody could overwrite a value that
 * they never saw.
 */
export async function withEdits<Row extends { readonly id: string }>(
  { db }: Pick<ApiDeps, 'db'>,
  { table, id, currency }: EditedRow,
  row: Row,
  actor: Actor,
) {
  const state = await readEditState(db, table, id);
  if (state === null) throw noSuchObject();
  // A version is made from the values of the fields. With it, a reader could guess personal data and confirm
  // the guess.
  const seesAll = actor.seesPersonalData || !editableFields(table).some((field) => isPersonal(table, field));
  return {
    row: { ...row, ...state.values } as Row,
    edited: {
      version: seesAll ? state.version : null,
      edits: shownEdits(state.edits, { table, currency }, actor),
    },
  };
}

/**
 * Changes fields of a row, or restores the store's values, as a request asks.
 *
 * @throws denied `auth.personal-data-needed`; what `editRow` throws
 */
export async function applyEdit(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  row: EditedRow,
  { version, revert = [], ...values }: EditBody,
  actor: Actor,
): Promise<void> {
  const { table, id } = row;
  const named = [...Object.keys(values), ...revert];
  if (!actor.seesPersonalData && named.some((field) => isPersonal(table, field))) throw noPersonalData();
  const edit = { version, revert, values: values as RowEdit['values'], by: actor.userId, now: now() };
  try {
    if (!(await editRow(db, table, id, edit))) throw noSuchObject();
  } catch (thrown) {
    throw thrown instanceof AppError && 'changed' in thrown.details
      ? withChanged(thrown, row, actor)
      : thrown;
  }
}

/** Adds the present values of the changed fields to the reply. */
function withChanged({ code, message, details }: AppError, row: EditedRow, actor: Actor): AppError {
  const changed = shownEdits(details['changed'] as readonly FieldEdit[], row, actor);
  return new AppError({ code, message, details: { names: details['names'], members: { changed } } });
}

function noPersonalData(): AppError {
  return new AppError({
    code: 'auth.personal-data-needed',
    message: 'This is personal data, which you may not see: you cannot change it.',
  });
}
