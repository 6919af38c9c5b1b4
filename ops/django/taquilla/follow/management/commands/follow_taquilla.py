import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils import timezone

from taquilla.follow import source
from taquilla.follow.mapping import BadMapping, load_mapping
from taquilla.follow.models import FollowFault, FollowPosition
from taquilla.follow.passes import SURROUNDINGS, AnotherFollower, Stopped, own_alias, run_pass


def first_line(error):
    return (str(error).splitlines() or [''])[0]


class Command(BaseCommand):
    help = 'Fills models of this project from the tables of Taquilla, and follows what changes there.'

    def add_arguments(self, parser):
        parser.add_argument('mapping', help='the mapping file')
        parser.add_argument('--once', action='store_true', help='one pass, for cron; ends with 1 if rows are left out')
        parser.add_argument('--every', type=float, default=10.0, help='seconds between two passes (10)')
        parser.add_argument(
            '--overlap', type=float, default=60.0, help='seconds that are read again, for clocks that are set back (60)'
        )
        parser.add_argument('--again', action='store_true', help='compare every row, not only what changed')
        parser.add_argument('--check', action='store_true', help='only say whether the mapping file can be used')

    def handle(self, mapping, once, every, overlap, again, check, **options):
        if not settings.USE_TZ:
            raise CommandError('USE_TZ must be True: times without a zone cannot be compared.')
        try:
            entries = load_mapping(mapping)
            alias = own_alias(entries)
        except BadMapping as error:
            raise CommandError(str(error)) from error
        if check:
            for entry in entries:
                self.stdout.write(f'{entry.name}: {len(entry.fields)} fields')
            return
        if FollowPosition._meta.db_table not in connections[alias].introspection.table_names():
            raise CommandError('The tables of taquilla.follow are not there yet: run "python manage.py migrate".')
        if again:
            FollowPosition.objects.using(alias).filter(entry__in=[entry.name for entry in entries]).update(
                settled_at=None, waiting_at=None, waiting_for=[], pass_at=None, reached_at=None, reached_id=None
            )
        source.open_reader()
        try:
            if once:
                self.one_pass(entries, alias, overlap)
            else:
                self.until_stopped(entries, alias, every, overlap)
        finally:
            source.close_reader()

    def one_pass(self, entries, alias, overlap):
        try:
            counts = run_pass(entries, overlap)
        except AnotherFollower as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f'A database refuses: {first_line(error)}') from error
        self.tell(counts)
        left = sum(one['faults'] for one in counts.values())
        if left:
            self.tell_faults(alias, entries)
            raise CommandError(f'{left} rows could not be written: see above, and the admin page of faults.')

    def until_stopped(self, entries, alias, every, overlap):
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        known_faults = None
        while not stop.is_set():
            try:
                counts = run_pass(entries, overlap, stop.is_set)
            except Stopped:
                return
            except AnotherFollower as error:
                raise CommandError(str(error)) from error
            except SURROUNDINGS as error:
                self.stderr.write(f'{timezone.now():%F %T} A database does not answer, trying again: {first_line(error)}')
                for alias_of in (source.READER, alias):
                    connections[alias_of].close()
            else:
                if any(number for one in counts.values() for name, number in one.items() if name not in ('unchanged', 'faults')):
                    self.tell(counts)
                faults = [one['faults'] for one in counts.values()]
                if any(faults) and faults != known_faults:
                    self.tell_faults(alias, entries)
                known_faults = faults
            stop.wait(every)

    def tell(self, counts):
        for name, one in counts.items():
            summary = ', '.join(f'{number} {what}' for what, number in one.items() if number)
            self.stdout.write(f'{timezone.now():%F %T} {name}: {summary or "nothing new"}')

    def tell_faults(self, alias, entries):
        names = [entry.name for entry in entries]
        for fault in FollowFault.objects.using(alias).filter(entry__in=names).order_by('entry', 'row_id')[:20]:
            self.stderr.write(f'left out: {fault.entry} {fault.row_id}: {fault.message}')
