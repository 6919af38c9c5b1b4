"""Reads a mapping file, and says in one sentence what is wrong with it."""

import hashlib
import json

from django.apps import apps
from django.db import models

from taquilla.kept import KeptModel

from .values import Choice

ENTRY_KEYS = {'table', 'model', 'key', 'fields', 'removed'}


class BadMapping(Exception):
    pass


class Entry:
    """One table of Taquilla, and the model of the project that is filled from it."""

    def __init__(self, name, source, model, key, fields, removed, digest):
        self.name = name
        self.source = source
        self.model = model
        #: own field → column, for those that find the row
        self.key = key
        #: own field → column, all of them
        self.fields = fields
        self.removed = removed
        self.digest = digest
        #: own field → the entry that fills what it refers to
        self.parents = {}

    @property
    def columns(self):
        named = {choice.column for choice in self.fields.values()}
        own = {'id', 'updated_at'} | ({'removed_at'} if has_column(self.source, 'removed_at') else set())
        return sorted(named | own)


def load_mapping(path):
    try:
        with open(path, encoding='utf-8') as file:
            text = file.read()
    except OSError as error:
        raise BadMapping(f'{path} cannot be read: {error.strerror}.') from error
    except UnicodeDecodeError as error:
        raise BadMapping(f'{path} cannot be read: it is no text in UTF-8.') from error
    try:
        given = json.loads(text)
    except ValueError as error:
        raise BadMapping(f'{path} is no JSON: {error}.') from error
    if not isinstance(given, dict) or set(given) != {'models'} or not isinstance(given['models'], list):
        raise BadMapping(f'{path} must be an object with one list, "models".')
    entries = [read_entry(place, one) for place, one in enumerate(given['models'], start=1)]
    if not entries:
        raise BadMapping(f'{path} maps nothing: "models" is empty.')
    for entry in entries:
        if [other.name for other in entries].count(entry.name) > 1:
            raise BadMapping(f'{entry.name} is mapped twice.')
    for entry in entries:
        find_parents(entry, entries)
    return parents_first(entries)


def read_entry(place, given):
    where = f'models, entry {place}'
    if not isinstance(given, dict):
        raise BadMapping(f'{where} must be an object.')
    unknown = sorted(set(given) - ENTRY_KEYS)
    if unknown:
        raise BadMapping(f'{where} has "{unknown[0]}", which means nothing; known are {names(ENTRY_KEYS)}.')
    for needed in ('table', 'model', 'key', 'fields'):
        if needed not in given:
            raise BadMapping(f'{where} lacks "{needed}".')
    source = source_of(where, given['table'])
    model = model_of(where, given['model'])
    name = f'{given["table"]} → {model._meta.label}'
    removed = given.get('removed', 'keep')
    if removed not in ('keep', 'delete'):
        raise BadMapping(f'{name}: "removed" must be "keep" or "delete".')
    if removed == 'delete' and not has_column(source, 'removed_at'):
        raise BadMapping(f'{name}: rows of {given["table"]} are never removed.')
    fields = {}
    for part in ('key', 'fields'):
        if not isinstance(given[part], dict) or (part == 'key' and not given[part]):
            raise BadMapping(f'{name}: "{part}" must be an object of own fields and the columns that fill them.')
        for own, column in given[part].items():
            if own in fields:
                raise BadMapping(f'{name}: "{own}" is in "key" and in "fields".')
            fields[own] = choice_of(name, source, model, own, column)
    key = {own: fields[own] for own in given['key']}
    require_unique(name, model, key)
    require_unique_in_source(name, source, key)
    require_filled(name, model, fields)
    digest = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
    return Entry(name, source, model, key, fields, removed, digest)


def source_of(where, table):
    known = {model._meta.db_table: model for model in apps.get_app_config('taquilla').get_models()}
    followed = sorted(name for name, model in known.items() if model.is_followed)
    if not isinstance(table, str) or table not in known:
        raise BadMapping(f'{where}: Taquilla has no table "{table}"; known are {names(followed)}.')
    if table not in followed:
        raise BadMapping(
            f'{where}: "{table}" cannot be followed, since its rows are deleted without a trace; '
            f'those that can are {names(followed)}.'
        )
    return known[table]


def model_of(where, label):
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise BadMapping(f'{where}: the project has no model "{label}".') from error
    if issubclass(model, KeptModel):
        raise BadMapping(f'{where}: "{label}" is a table of Taquilla itself, not a model of the project.')
    return model


def choice_of(name, source, model, own, column):
    field = field_of(name, model, own)
    values = None
    if isinstance(column, dict):
        if set(column) != {'column', 'values'} or not isinstance(column['values'], dict):
            raise BadMapping(f'{name}: "{own}" must be a column, or {{"column": …, "values": {{…}}}}.')
        column, values = column['column'], column['values']
    if not isinstance(column, str) or not has_column(source, column):
        columns = sorted(one.column for one in source._meta.concrete_fields)
        raise BadMapping(f'{name}: {source._meta.db_table} has no column "{column}"; it has {names(columns)}.')
    return Choice(field, column, values)


def field_of(name, model, own):
    for field in model._meta.concrete_fields:
        if own == field.name:
            if field.primary_key and isinstance(field, models.AutoField):
                raise BadMapping(f'{name}: "{own}" is counted by the database and cannot be filled.')
            if getattr(field, 'generated', False):
                raise BadMapping(f'{name}: "{own}" is computed by the database and cannot be filled.')
            return field
    known = sorted(field.name for field in model._meta.concrete_fields)
    raise BadMapping(f'{name}: the model has no field "{own}"; it has {names(known)}.')


def require_unique(name, model, key):
    """Without it two rows could have the same key, and a second one would be made for the first."""
    if set(key) not in unique_sets(model):
        fields = names(key)
        raise BadMapping(f'{name}: the key ({fields}) is not unique in the model. Make it unique, or choose another.')


def require_unique_in_source(name, source, key):
    """Without it two rows of Taquilla find the same row of the project: the last one wins, or deletes it."""
    by_name = {field.name: field.column for field in source._meta.concrete_fields}
    sets = [{by_name[one] for one in fields} for fields in unique_sets(source)]
    # "values" may make one of two
    columns = {choice.column for choice in key.values() if choice.values is None}
    if not any(one <= columns for one in sets):
        known = ' or '.join(f'({names(one)})' for one in sets)
        raise BadMapping(
            f'{name}: two rows of {source._meta.db_table} can have the same key '
            f'({names(choice.column for choice in key.values())}). It must hold {known}, without "values".'
        )


def unique_sets(model):
    """The fields, by name, that are unique alone or together whatever a row holds."""
    meta = model._meta
    sets = [{field.name} for field in meta.concrete_fields if field.unique]
    sets += [set(one) for one in meta.unique_together]
    sets += [
        set(one.fields)
        for one in meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields and one.condition is None
    ]
    return sets


def require_filled(name, model, fields):
    for field in model._meta.concrete_fields:
        if field.name not in fields and not fills_itself(field):
            raise BadMapping(f'{name}: the field "{field.name}" must have a value, and nothing fills it.')


def fills_itself(field):
    # Django 5 knows the last two
    return (
        field.null
        or field.has_default()
        or field.primary_key
        or empty_is_a_value(field)
        or getattr(field, 'auto_now', False)
        or getattr(field, 'auto_now_add', False)
        or getattr(field, 'db_default', models.NOT_PROVIDED) is not models.NOT_PROVIDED
        or getattr(field, 'generated', False)
    )


def empty_is_a_value(field):
    return field.empty_strings_allowed and field.blank and not field.is_relation


def find_parents(entry, entries):
    for own, choice in entry.fields.items():
        if not choice.field.is_relation:
            continue
        other = choice.field.remote_field.model
        table = referred_table(entry.source, choice.column)
        found = [one for one in entries if one.model is other and one.source._meta.db_table == table]
        if table is None or not found:
            needed = f'maps "{table}" to {other._meta.label}' if table else f'{choice.column} refers to no table'
            raise BadMapping(
                f'{entry.name}: "{own}" refers to {other._meta.label}, and '
                + (f'no entry {needed}: add one.' if table else f'{needed} that could be mapped to it.')
            )
        if choice.values is not None:
            raise BadMapping(f'{entry.name}: "{own}" refers to another model and can have no "values".')
        entry.parents[own] = found[0]


def referred_table(source, column):
    for field in source._meta.concrete_fields:
        if field.column == column and field.is_relation:
            return field.remote_field.model._meta.db_table
    return None


def parents_first(entries):
    ordered = []

    def place(entry, trail):
        if entry in ordered:
            return
        if entry in trail:
            raise BadMapping(f'{entry.name} refers to itself by way of others.')
        for parent in entry.parents.values():
            if parent is not entry:
                place(parent, [*trail, entry])
        ordered.append(entry)

    for entry in entries:
        place(entry, [])
    return ordered


def has_column(source, column):
    return any(field.column == column for field in source._meta.concrete_fields)


def names(parts):
    return ', '.join(f'"{part}"' for part in sorted(parts))
