"""Runs the service with small batches, and sends it a signal at a place that a test names: `python … SIGKILL during`."""

import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from taquilla.follow import passes, source  # noqa: E402

name, place = sys.argv[1:]
passes.BATCH = 10
read, move = source.changed_rows, passes.move
calls = {'between': 0, 'during': 0}


def interrupt(at, table):
    """In the third batch of tickets, before anything of it is read or before what was written is committed."""
    if table == 'tickets':
        calls[at] += 1
        if at == place and calls[at] == 3:
            os.kill(os.getpid(), signal.Signals[name])


def read_between(entry, *args):
    interrupt('between', entry.source._meta.db_table)
    return read(entry, *args)


def move_during(position, alias):
    move(position, alias)
    interrupt('during', position.entry.split(' ')[0])


source.changed_rows, passes.move = read_between, move_during
call_command('follow_taquilla', 'mapping.json', '--every=0.1', '--overlap=0')
