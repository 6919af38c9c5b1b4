"""Reads Taquilla's tables, beside all that the project itself does with them."""

from contextlib import contextmanager

from django.db import connections, transaction
from django.db.models import Q

from taquilla.router import taquilla_alias

READER = 'taquilla_follow_reader'

#: Transactions of clients that run now in this database, or are prepared; any role may see that much.
RUNNING = """
select clock_timestamp(), coalesce(array_agg(distinct l.virtualtransaction), '{}')
from pg_locks l left join pg_stat_activity a on a.pid = l.pid
where l.locktype in ('virtualxid', 'transactionid') and l.pid is distinct from pg_backend_pid()
  and (l.pid is null or (a.datname = current_database() and a.usesysid is not null))
"""


def open_reader():
    """A connection of its own: the project's may lead to the same database, and is needed for writing."""
    alias = taquilla_alias()
    connections.databases[READER] = {**connections.databases[alias], 'CONN_MAX_AGE': None}
    return READER


def close_reader():
    connections[READER].close()


def look():
    """The time, and the transactions that run at it. Must come before the snapshot that is read."""
    with connections[READER].cursor() as cursor:
        cursor.execute(RUNNING)
        at, running = cursor.fetchone()
    return at, sorted(running)


@contextmanager
def snapshot():
    with transaction.atomic(using=READER):
        with connections[READER].cursor() as cursor:
            cursor.execute('set transaction isolation level repeatable read, read only')
        yield


def changed_rows(entry, since, after, limit):
    """The next rows in the order of their changes. `after`: the time and the id of the last one that was read."""
    rows = entry.source.objects.using(READER).order_by('updated_at', 'id')
    if after is not None:
        at, row_id = after
        rows = rows.filter(Q(updated_at__gt=at) | Q(updated_at=at, id__gt=row_id))
    elif since is not None:
        rows = rows.filter(updated_at__gte=since)
    return by_column(entry, rows[:limit])


def rows_by_id(entry, ids):
    return by_column(entry, entry.source.objects.using(READER).filter(id__in=ids))


def by_column(entry, rows):
    attributes = {field.column: field.attname for field in entry.source._meta.concrete_fields}
    wanted = [(column, attributes[column]) for column in entry.columns]
    found = rows.values(*[attribute for _, attribute in wanted])
    return [{column: row[attribute] for column, attribute in wanted} for row in found]
