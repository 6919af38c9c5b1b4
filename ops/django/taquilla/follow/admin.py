from django.contrib import admin

from .models import FollowFault, FollowPosition


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(FollowPosition)
class FollowPositionAdmin(ReadOnlyAdmin):
    list_display = ('entry', 'settled_at', 'last_pass_at')


@admin.register(FollowFault)
class FollowFaultAdmin(ReadOnlyAdmin):
    list_display = ('entry', 'row_id', 'message', 'attempts', 'last_seen_at')
    list_filter = ('entry',)
    search_fields = ('message',)
