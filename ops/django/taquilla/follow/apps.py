from django.apps import AppConfig


class FollowConfig(AppConfig):
    name = 'taquilla.follow'
    label = 'taquilla_follow'
    verbose_name = 'Followed from Taquilla'
    default_auto_field = 'django.db.models.BigAutoField'
