"""One pass: every change since the last one, from Taquilla's tables into the project's models.

Rows are read by `updated_at`, which is the time at which a transaction *began*: one that began early may commit after
one that began late, and its rows then appear behind what was read already. So a position never moves past a time until
every transaction that ran at that time has ended. Each pass asks PostgreSQL which transactions run (any role may ask),
keeps the answer with the position, and moves the position once none of them is left. `overlap` covers what the server
cannot say: clocks that are set back a little, and the moment between the beginning of a transaction and its entry in
the list.
"""

from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, router, transaction
from django.utils import timezone

from . import source
from .mapping import BadMapping
from .models import FollowFault, FollowPosition
from .values import RowFault
from .write import write_rows

BATCH = 500
NO_COUNTS = {'created': 0, 'changed': 0, 'deleted': 0, 'unchanged': 0, 'faults': 0}
#: The server or the way to it; a row can do nothing for that.
SURROUNDINGS = (OperationalError, InterfaceError)


class AnotherFollower(Exception):
    pass


class Stopped(Exception):
    """Somebody asked for it; the next pass goes on after the last batch."""


def own_alias(entries):
    """The database of the project's models, which must be one: positions move in the transaction of the rows."""
    aliases = {router.db_for_write(entry.model) for entry in entries}
    if len(aliases) > 1:
        raise BadMapping(f'The models lie in several databases ({", ".join(sorted(aliases))}); map each in a file of its own.')
    return aliases.pop()


def run_pass(entries, overlap, stopped=lambda: False):
    """Answers the counts of each entry, by its name. Asks between batches whether it must end early."""
    alias = own_alias(entries)
    at, running = source.look()
    counts = {}
    with source.snapshot():
        for entry in entries:
            counts[entry.name] = follow(entry, alias, at, running, overlap, stopped)
        # children first: what could not be deleted for them can be now
        for entry in reversed(entries):
            add(counts[entry.name], retry_faults(entry, alias, stopped))
    for entry in entries:
        counts[entry.name]['faults'] = FollowFault.objects.using(alias).filter(entry=entry.name).count()
    return counts


def go_on_unless(stopped):
    if stopped():
        raise Stopped


def follow(entry, alias, at, running, overlap, stopped):
    position = begin(entry, alias, at, running)
    counts = dict(NO_COUNTS)
    since = position.settled_at and position.settled_at - timedelta(seconds=overlap)
    while True:
        go_on_unless(stopped)
        after = None if position.reached_id is None else (position.reached_at, position.reached_id)
        rows = source.changed_rows(entry, since, after, BATCH)
        with transaction.atomic(using=alias):
            if rows:
                add(counts, write_batch(entry, rows, alias))
                position.reached_at, position.reached_id = rows[-1]['updated_at'], rows[-1]['id']
            if len(rows) < BATCH:
                end(position)
            move(position, alias)
        if len(rows) < BATCH:
            return counts


def begin(entry, alias, at, running):
    """A pass that was broken off goes on where it was, under the list of its own beginning."""
    position, _ = FollowPosition.objects.using(alias).get_or_create(
        entry=entry.name, defaults={'mapping_digest': entry.digest}
    )
    if position.mapping_digest != entry.digest:
        start_again(position, entry.digest)
    if position.pass_at is None:
        position.pass_at, position.pass_running = at, running
    return position


def start_again(position, digest):
    position.mapping_digest = digest
    position.settled_at = position.waiting_at = position.pass_at = None
    position.reached_at = position.reached_id = None
    position.waiting_for, position.pass_running = [], []


def end(position):
    """Moves the position as far as nothing can appear behind it any more."""
    if not position.pass_running:
        position.settled_at, position.waiting_at, position.waiting_for = position.pass_at, None, []
    else:
        left = set(position.waiting_for) & set(position.pass_running)
        if position.waiting_at is not None and not left:
            position.settled_at = position.waiting_at
        if position.waiting_at is None or not left:
            position.waiting_at, position.waiting_for = position.pass_at, position.pass_running
    position.pass_at = position.reached_at = position.reached_id = None
    position.pass_running = []
    position.last_pass_at = timezone.now()


def move(position, alias):
    """Only from where this follower left it: another one that runs at the same time would be overtaken."""
    before = position.step
    position.step += 1
    values = {
        field.attname: getattr(position, field.attname)
        for field in FollowPosition._meta.concrete_fields
        if field.name not in ('id', 'entry')
    }
    moved = FollowPosition.objects.using(alias).filter(pk=position.pk, step=before).update(**values)
    if moved != 1:
        raise AnotherFollower(f'Another follow_taquilla follows {position.entry}: run one at a time.')


def write_batch(entry, rows, alias):
    """The rows together; where that fails each by itself, so that a bad one is noted and the others are written."""
    try:
        with transaction.atomic(using=alias):
            counts = write_rows(entry, rows, alias)
    except SURROUNDINGS:
        raise
    except Exception:  # noqa: BLE001 what the project's own save() raises is a fault of the row
        counts = dict(NO_COUNTS)
        for row in rows:
            add(counts, write_row(entry, row, alias))
        return counts
    FollowFault.objects.using(alias).filter(entry=entry.name, row_id__in=[row['id'] for row in rows]).delete()
    return counts


def write_row(entry, row, alias):
    faults = FollowFault.objects.using(alias).filter(entry=entry.name, row_id=row['id'])
    try:
        with transaction.atomic(using=alias):
            counts = write_rows(entry, [row], alias)
    except SURROUNDINGS:
        raise
    except Exception as error:  # noqa: BLE001
        note_fault(entry, row, alias, error)
        return NO_COUNTS
    faults.delete()
    return counts


def note_fault(entry, row, alias, error):
    message = sentence_of(error)
    fault, is_new = FollowFault.objects.using(alias).get_or_create(
        entry=entry.name, row_id=row['id'], defaults={'message': message}
    )
    if not is_new:
        fault.message = message
        fault.attempts += 1
        fault.save(using=alias)


def sentence_of(error):
    # the lines below the first one of PostgreSQL's repeat the row
    first, *_ = str(error.args[0] if error.args else error).splitlines() or ['']
    return first if isinstance(error, (RowFault, DatabaseError)) else f'{type(error).__name__}: {first}'


def retry_faults(entry, alias, stopped):
    counts = dict(NO_COUNTS)
    ids = list(FollowFault.objects.using(alias).filter(entry=entry.name).values_list('row_id', flat=True))
    for row in source.rows_by_id(entry, ids) if ids else []:
        go_on_unless(stopped)
        with transaction.atomic(using=alias):
            add(counts, write_row(entry, row, alias))
    return counts


def add(counts, more):
    for name, number in more.items():
        counts[name] += number
