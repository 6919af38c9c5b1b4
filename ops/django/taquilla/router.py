from django.conf import settings

TABLES = 'taquilla'


def taquilla_alias():
    """The entry of DATABASES that leads to Taquilla's backend."""
    return getattr(settings, 'TAQUILLA_DATABASE', 'taquilla')


class TaquillaRouter:
    """Sends Taquilla's models to its database, and keeps Django's migrations out of it."""

    def db_for_read(self, model, **hints):
        return taquilla_alias() if model._meta.app_label == TABLES else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        if app_label == TABLES:
            return False
        return False if db == taquilla_alias() and db != 'default' else None
