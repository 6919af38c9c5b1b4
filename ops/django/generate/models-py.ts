import { type AppModel, call, fieldName, GENERATED, py, tuple } from './app-models.ts';
import { DESCRIBED } from './described-tables.ts';
import type { Column } from './read-schema.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  uuid: 'UUIDField',
  text: 'TextField',
  removed_reason: 'TextField',
  integer: 'IntegerField',
  bigint: 'BigIntegerField',
  boolean: 'BooleanField',
  jsonb: 'JSONField',
  'timestamp with time zone': 'DateTimeField',
  'time without time zone': 'TimeField',
};
/** Without a precision it takes what the money columns take. */
const NUMERIC = /^numeric(?:\((\d+),(\d+)\))?$/;

/** The file models.py. */
export function modelsPy(models: readonly AppModel[]): string {
  const head = `${GENERATED}"""The tables of Taquilla's backend. Taquilla makes and changes them; Django never migrates them."""

from django.db import models

from .kept import KeptModel
`;
  return [head, ...models.map((model) => modelPy(model, models))].join('\n\n');
}

function modelPy(model: AppModel, models: readonly AppModel[]): string {
  const choices = model.columns.flatMap((column) => choicesPy(column));
  const fields = model.columns.map(
    (column) => `    ${fieldName(column)} = ${fieldPy(model, column, models)}\n`,
  );
  const edited = tuple(model.edited.map(py), 4, 'edited_here = '.length);
  return [
    `class ${model.model}(KeptModel):\n`,
    ...(choices.length === 0 ? [] : [...choices, '\n']),
    ...fields,
    `\n    edited_here = ${edited}\n    is_followed = ${model.followed ? 'True' : 'False'}\n`,
    metaPy(model),
    `\n    def __str__(self):\n        return self.label_of(${model.label.map((name) => `self.${shownPy(model, name)}`).join(', ')})\n`,
  ].join('');
}

function shownPy({ columns }: AppModel, name: string): string {
  const column = columns.find((one) => one.name === name);
  return column?.choices != null ? `get_${name}_display()` : name;
}

function choicesPy({ name, choices }: Column): readonly string[] {
  if (choices === null) return [];
  const pairs = choices.map((choice) => `(${py(choice)}, ${py(label(choice))})`);
  const constant = `${name.toUpperCase()}_CHOICES`;
  return [`    ${constant} = ${tuple(pairs, 4, constant.length + 3)}\n`];
}

function label(text: string): string {
  const spaced = text.replaceAll('_', ' ');
  return spaced[0] === undefined ? spaced : spaced[0].toUpperCase() + spaced.slice(1);
}

function fieldPy(model: AppModel, column: Column, models: readonly AppModel[]): string {
  const nothing = column.required ? [] : ['blank=True', 'null=True'];
  const unique = column.unique ? ['unique=True'] : [];
  if (column.refersTo !== null && DESCRIBED[column.refersTo] !== undefined) {
    const { model: other = '' } = models.find(({ table }) => table === column.refersTo) ?? {};
    const kind = column.unique ? 'OneToOneField' : 'ForeignKey';
    const named = [
      py(other),
      'models.DO_NOTHING',
      `db_column=${py(column.name)}`,
      `related_name=${py(relatedName(model, column))}`,
    ];
    return call(`models.${kind}`, [...named, ...nothing], 4, fieldName(column).length + 3);
  }
  const precision = NUMERIC.exec(column.type);
  const [, digits = 26, places = 8] = precision ?? [];
  const numeric = precision === null ? [] : [`max_digits=${digits}`, `decimal_places=${places}`];
  const kind = precision === null ? SIMPLE[column.type] : 'DecimalField';
  if (kind === undefined) {
    throw new Error(`No field of Django matches ${model.table}.${column.name} (${column.type}).`);
  }
  const choices = column.choices === null ? [] : [`choices=${column.name.toUpperCase()}_CHOICES`];
  const key = column.name === 'id' ? ['primary_key=True', 'editable=False'] : [];
  // blank: an empty list or object is a value
  const empty = column.type === 'jsonb' && column.required ? ['blank=True'] : [];
  const all = [...key, ...numeric, ...choices, ...unique, ...empty, ...nothing];
  return call(`models.${kind}`, all, 4, column.name.length + 3);
}

/** How the other side calls them: `event.tickets`; by the field as well where a table refers to it twice. */
function relatedName({ table, columns }: AppModel, column: Column): string {
  const twins = columns.filter(({ refersTo }) => refersTo === column.refersTo);
  if (column.unique && twins.length === 1) return table.replace(/s$/, '');
  return twins.length === 1 ? table : `${fieldName(column)}_${table}`;
}

function metaPy({ table, model, uniqueTogether, columns }: AppModel): string {
  const name = model.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  const fieldOf = (named: string): string => {
    const column = columns.find((one) => one.name === named);
    return column === undefined ? named : fieldName(column);
  };
  const sets = uniqueTogether.map((set) => `(${set.map((one) => py(fieldOf(one))).join(', ')})`);
  const unique = sets.length === 0 ? '' : `        unique_together = ${tuple(sets, 8, 18)}\n`;
  return `
    class Meta:
        managed = False
        db_table = ${py(table)}
        verbose_name = ${py(name)}
        verbose_name_plural = ${py(table.replaceAll('_', ' '))}
${unique}`;
}
