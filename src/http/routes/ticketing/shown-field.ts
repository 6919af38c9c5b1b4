import type { FieldEdit } from '../../../backend/conflicts/edit-state.ts';
import type { Json } from '../../../backend/tables/column-text.ts';
import { type EditedTable, typeOfField } from '../../../backend/tables/edited-tables.ts';
import { amountText } from '../../../kernel/money/amount-text.ts';
import type { Actor } from '../../auth/actor.ts';
import { maskRow } from '../../replies/mask-row.ts';

interface FieldPlace {
  readonly table: EditedTable;
  readonly field: string;
  readonly currency: string | null;
}

/**
 * A value of a field in a reply. A price has the digits of its currency, and personal data are masked for
 * readers who may not see them.
 */
export function shownField({ table, field, currency }: FieldPlace, actor: Actor): (value: Json) => unknown {
  const isMoney = typeOfField(table, field) === 'money';
  return (value) => {
    if (value === null) return null;
    if (isMoney && typeof value !== 'object') return amountText(String(value), currency);
    return actor.seesPersonalData ? value : maskRow(table, { [field]: value })[field];
  };
}

/** The edited fields of one row, with our value and the store's. */
export function shownEdits(
  edits: readonly FieldEdit[],
  { table, currency }: Omit<FieldPlace, 'field'>,
  actor: Actor,
) {
  return edits.map(({ field, ours, store }) => {
    const show = shownField({ table, field, currency }, actor);
    return { field, ours: show(ours), store: show(store) };
  });
}
