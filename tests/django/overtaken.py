"""A pass during which another follower moves the positions; `answer` is what it says."""

from django.db.models import F
from taquilla.follow import passes, source
from taquilla.follow.mapping import load_mapping
from taquilla.follow.models import FollowPosition
read = source.changed_rows
def overtaken(*args):
    FollowPosition.objects.update(step=F('step') + 1)
    return read(*args)
source.changed_rows = overtaken
source.open_reader()
try:
    passes.run_pass(load_mapping('mapping.json'), 0)
    answer = None
except passes.AnotherFollower as error:
    answer = str(error)
finally:
    source.changed_rows = read
    source.close_reader()
