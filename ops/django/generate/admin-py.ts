import { type AppModel, fieldName, GENERATED, py, tuple } from './app-models.ts';

/** The file admin.py. */
export function adminPy(models: readonly AppModel[]): string {
  const head = `${GENERATED}from django.contrib import admin

from . import models
from .kept import KeptAdmin, PresenceFilter
`;
  return [head, ...models.map(admin)].join('\n\n');
}

function admin(model: AppModel): string {
  const relations = model.columns.filter((column) => fieldName(column) !== column.name).map(fieldName);
  const joined = model.list.filter((name) => relations.includes(name));
  const line = (name: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `    ${name} = ${tuple(items, 4, name.length + 3)}\n`;
  const { filters = [], search = [] } = model;
  const removed = model.columns.some(({ name }) => name === 'removed_at');
  const shown = filters.map((name) =>
    relations.includes(name) ? `(${py(name)}, admin.RelatedOnlyFieldListFilter)` : py(name),
  );
  return [
    `@admin.register(models.${model.model})\nclass ${model.model}Admin(KeptAdmin):\n`,
    line('list_display', model.list.map(py)),
    line('list_filter', [...(removed ? ['PresenceFilter'] : []), ...shown]),
    line('search_fields', search.map(py)),
    line('list_select_related', joined.map(py)),
    `    ordering = ('-id',)\n`,
  ].join('');
}
