/** A mapping file with the parts that tests change. */
export interface Mapping {
  models: { table: string; model: string; key: object; fields: object; removed?: string; more?: string }[];
}

/** Values that are neither a name nor anything else allowed in an entry. */
export const NO_TEXTS: readonly unknown[] = [[], [[]], {}, 1, null];

type Entry = Mapping['models'][number];
/** Replacements for parts of the first entry, or a change of all entries. */
export const BAD_MAPPINGS: readonly (readonly [string, Partial<Entry> | ((all: Mapping) => unknown)])[] = [
  ['models, entry 1: Taquilla has no table "event"; known are "check_ins", ', { table: 'event' }],
  ['"sync_executions" cannot be followed, since its rows are deleted', { table: 'sync_executions' }],
  ['"users" cannot be followed', { table: 'users' }],
  ['models, entry 1: the project has no model "agenda.Eventos".', { model: 'agenda.Eventos' }],
  ['is a table of Taquilla itself', { model: 'taquilla.Event' }],
  ['the model has no field "titel"; it has ', { fields: { titel: 'title' } }],
  ['events has no column "titel"; it has ', { fields: { titulo: 'titel' } }],
  ['"id" is counted by the database', { key: { id: 'id' } }],
  ['the key ("titulo") is not unique in the model.', { key: { titulo: 'title' }, fields: {} }],
  [
    'two rows of events can have the same key ("organizer_id"). It must hold ("id") or ("configuration_id") or ("slug"), ',
    { key: { taquilla_id: 'organizer_id' } },
  ],
  [
    'two rows of tickets can have the same key ("woo_ticket_id"). It must hold ("id") or ("event_id", "woo_ticket_id") or ',
    ({ models }) => Object.assign(models[2] ?? {}, { key: { taquilla_id: 'woo_ticket_id' } }),
  ],
  [
    'two rows of orders can have the same key ("woo_order_id")',
    { table: 'orders', key: { taquilla_id: 'woo_order_id' }, fields: { titulo: 'number' } },
  ],
  ['without "values".', { key: { taquilla_id: { column: 'id', values: { '*': 'x' } } } }],
  ['the field "titulo" must have a value, and nothing fills it.', { fields: {} }],
  ['"taquilla_id" is in "key" and in "fields".', { fields: { taquilla_id: 'id' } }],
  ['"removed" must be "keep" or "delete".', { removed: 'hide' }],
  ['models, entry 1 has "more", which means nothing', { more: 'x' }],
  ['must be a column, or {"column": …, "values": {…}}', { fields: { titulo: { column: 'title' } } }],
  ['events → agenda.Evento is mapped twice.', ({ models }) => models.push(...models.slice(0, 1))],
  [
    'orders → agenda.Compra: "evento" refers to agenda.Evento, and no entry maps "events" to agenda.Evento: add one.',
    ({ models }) => models.shift(),
  ],
  ['maps nothing', ({ models }) => models.splice(0)],
];
