"""How far the project's own models have followed, in the project's own database."""

from django.db import models


class FollowPosition(models.Model):
    """How far one entry of the mapping file came; moved in the transaction that writes the rows."""

    entry = models.CharField(max_length=200, unique=True)
    #: of the entry: another one begins again
    mapping_digest = models.CharField(max_length=64)
    #: every change that is older has been read
    settled_at = models.DateTimeField(null=True, blank=True)
    #: becomes settled_at once the transactions that ran then have ended
    waiting_at = models.DateTimeField(null=True, blank=True)
    waiting_for = models.JSONField(default=list, blank=True)
    #: of the pass that is under way, null between passes
    pass_at = models.DateTimeField(null=True, blank=True)
    pass_running = models.JSONField(default=list, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_id = models.UUIDField(null=True, blank=True)
    #: counts what was committed here: of two followers one finds that the other one was there
    step = models.BigIntegerField(default=0)
    last_pass_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.entry


class FollowFault(models.Model):
    """A row that could not be written, tried again with every pass until it can."""

    entry = models.CharField(max_length=200)
    row_id = models.UUIDField()
    message = models.TextField()
    attempts = models.IntegerField(default=1)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        unique_together = (('entry', 'row_id'),)

    def __str__(self):
        return f'{self.entry} {self.row_id}: {self.message}'
