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

/** The body of a change: fields by their names, beside the version and what is taken back. */
type EditBody = Pick<RowEdit, 'version'> & {
  readonly revert?: readonly string[] | undefined;
} & Readonly<Record<string, unknown>>;

/**
 * A row with what people changed of it, as this actor may see that. The editable fields are those of the version: a
 * version that came a moment after its values would let somebody overwrite what they never saw.
 */
export async function withEdits<Row extends { readonly id: string }>(
  { db }: Pick<ApiDeps, 'db'>,
  { table, id, currency }: EditedRow,
  row: Row,
  actor: Actor,
) {
  const state = await readEditState(db, table, id);
  if (state === null) throw noSuchObject();
  // A version is made of what the fields say: with it, personal data could be guessed and confirmed.
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
 * Changes fields of a row, or takes edits back, as a request asks.
 *
 * @throws denied `auth.personal-data-needed`; and what `editRow` throws
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

/** Adds to the reply what the changed fields say now. */
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
