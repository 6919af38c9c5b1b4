"""Writes rows of Taquilla into the project's own models."""

from . import source
from .values import RowFault


def write_rows(entry, rows, alias):
    """Makes the project's rows say what these rows say. Equal ones are not written. All or nothing."""
    leaving, staying = [], []
    for row in rows:
        gone = entry.removed == 'delete' and row['removed_at'] is not None
        (leaving if gone else staying).append(row)
    parents = find_parents(entry, staying, alias)
    wanted = [(row['id'], field_values(entry, row, parents)) for row in staying]
    present = find_targets(entry, [key_of(entry, values) for _, values in wanted], alias)
    counts = {'created': 0, 'changed': 0, 'deleted': 0, 'unchanged': 0}
    for _, values in wanted:
        target = present.get(key_of(entry, values))
        if target is None:
            target = entry.model(**values)
            target.save(using=alias, force_insert=True)
            present[key_of(entry, values)] = target
            counts['created'] += 1
            continue
        changed = {name: value for name, value in values.items() if getattr(target, name) != value}
        for name, value in changed.items():
            setattr(target, name, value)
        if changed:
            target.save(using=alias, update_fields=[*field_names(entry, changed), *stamps(entry.model)])
        counts['changed' if changed else 'unchanged'] += 1
    for target in leaving and targets_by_row(entry, leaving, alias).values():
        target.delete(using=alias)
        counts['deleted'] += 1
    return counts


def field_values(entry, row, parents):
    """By attribute: a relation is kept as the key of what it refers to."""
    values = {}
    for name, choice in entry.fields.items():
        given = row[choice.column]
        if choice.field.is_relation:
            values[choice.field.attname] = parent_of(choice, given, parents[name])
        else:
            values[choice.field.attname] = choice.value(given)
    for name in entry.key:
        # a field of texts keeps '' for nothing, and many rows can have that
        if entry.fields[name].lacks(row) or values[entry.fields[name].field.attname] is None:
            raise RowFault(f'"{name}" is a part of the key, and the row has no {entry.fields[name].column}.')
    return values


def parent_of(choice, row_id, parents):
    if row_id is None:
        if choice.field.null:
            return None
        raise RowFault(f'"{choice.field.name}" must have a value, and the row has no {choice.column}.')
    parent = parents.get(row_id)
    if parent is None:
        raise RowFault(f'"{choice.field.name}": what {choice.column} {row_id} refers to is not there.')
    return getattr(parent, choice.field.target_field.attname)


def find_parents(entry, rows, alias):
    found = {}
    for name, parent in entry.parents.items():
        column = entry.fields[name].column
        ids = {row[column] for row in rows if row[column] is not None}
        found[name] = targets_by_row(parent, source.rows_by_id(parent, ids), alias) if ids else {}
    return found


def targets_by_row(entry, rows, alias):
    """The project's rows that stand for these, by the ids of these. What cannot be said of a row is left out."""
    key_columns = {name: entry.fields[name] for name in entry.key}
    parents = {
        name: targets_by_row(parent, source.rows_by_id(parent, {row[entry.fields[name].column] for row in rows}), alias)
        for name, parent in entry.parents.items()
        if name in key_columns
    }
    keys = {}
    for row in rows:
        if any(choice.lacks(row) for choice in key_columns.values()):
            continue
        try:
            keys[row['id']] = tuple(
                parent_of(choice, row[choice.column], parents[name])
                if choice.field.is_relation
                else choice.value(row[choice.column])
                for name, choice in key_columns.items()
            )
        except RowFault:
            continue
    targets = find_targets(entry, keys.values(), alias)
    return {row_id: targets[key] for row_id, key in keys.items() if key in targets}


def key_of(entry, values):
    return tuple(values[entry.fields[name].field.attname] for name in entry.key)


def find_targets(entry, keys, alias):
    """One query: it may bring some more, which have a part of one key and a part of another."""
    keys = list(keys)
    if not keys:
        return {}
    attributes = [entry.fields[name].field.attname for name in entry.key]
    wanted = {f'{name}__in': {key[place] for key in keys} for place, name in enumerate(attributes)}
    found = entry.model._base_manager.using(alias).filter(**wanted)
    return {tuple(getattr(target, name) for name in attributes): target for target in found}


def field_names(entry, changed):
    return [choice.field.name for choice in entry.fields.values() if choice.field.attname in changed]


def stamps(model):
    """What Django itself writes with every change."""
    return [field.name for field in model._meta.concrete_fields if getattr(field, 'auto_now', False)]
