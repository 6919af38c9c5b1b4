from django.apps import AppConfig


class TaquillaConfig(AppConfig):
    name = 'taquilla'
    verbose_name = 'Taquilla'
    default_auto_field = 'django.db.models.BigAutoField'
