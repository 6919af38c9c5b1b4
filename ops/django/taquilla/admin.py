# Made from the migrated schema by "npm run django-app": changes belong there.
from django.contrib import admin

from . import models
from .kept import KeptAdmin, PresenceFilter


@admin.register(models.Organizer)
class OrganizerAdmin(KeptAdmin):
    list_display = ('name', 'contact_email', 'created_at')
    search_fields = ('name', 'contact_email')
    ordering = ('-id',)


@admin.register(models.Event)
class EventAdmin(KeptAdmin):
    list_display = ('title', 'organizer', 'starts_at', 'venue', 'status', 'woo_product_id', 'removed_at')
    list_filter = (
        PresenceFilter,
        'status',
        'visibility',
        ('organizer', admin.RelatedOnlyFieldListFilter),
        'removed_reason',
    )
    search_fields = ('title', 'venue', '=woo_product_id')
    list_select_related = ('organizer',)
    ordering = ('-id',)


@admin.register(models.TicketTier)
class TicketTierAdmin(KeptAdmin):
    list_display = ('name', 'event', 'price', 'currency', 'capacity', 'stock_left', 'removed_at')
    list_filter = (PresenceFilter, ('event', admin.RelatedOnlyFieldListFilter), 'removed_reason')
    search_fields = ('name', '=woo_variation_id')
    list_select_related = ('event',)
    ordering = ('-id',)


@admin.register(models.Form)
class FormAdmin(KeptAdmin):
    list_display = ('name', 'event', 'removed_at')
    list_filter = (PresenceFilter, 'removed_reason')
    search_fields = ('name',)
    list_select_related = ('event',)
    ordering = ('-id',)


@admin.register(models.FormField)
class FormFieldAdmin(KeptAdmin):
    list_display = ('label', 'form', 'key', 'type', 'required', 'position')
    list_filter = (PresenceFilter, 'type', 'required', 'removed_reason')
    search_fields = ('label', 'key')
    list_select_related = ('form',)
    ordering = ('-id',)


@admin.register(models.Order)
class OrderAdmin(KeptAdmin):
    list_display = (
        'number',
        'event',
        'status',
        'email',
        'currency',
        'total',
        'refunded',
        'net',
        'ordered_at',
        'removed_at',
    )
    list_filter = (
        PresenceFilter,
        'status',
        ('event', admin.RelatedOnlyFieldListFilter),
        'currency',
        'removed_reason',
    )
    search_fields = ('number', 'email', 'first_name', 'last_name', '=woo_order_id')
    list_select_related = ('event',)
    ordering = ('-id',)


@admin.register(models.OrderItem)
class OrderItemAdmin(KeptAdmin):
    list_display = ('name', 'order', 'ticket_tier', 'quantity', 'refunded_quantity', 'total', 'refunded')
    list_filter = (PresenceFilter, ('ticket_tier', admin.RelatedOnlyFieldListFilter), 'removed_reason')
    search_fields = ('name', '=order__number', '=woo_item_id')
    list_select_related = ('order', 'ticket_tier')
    ordering = ('-id',)


@admin.register(models.Refund)
class RefundAdmin(KeptAdmin):
    list_display = ('woo_refund_id', 'order', 'amount', 'order_amount', 'reason', 'refunded_at')
    list_filter = (PresenceFilter, 'removed_reason')
    search_fields = ('reason', '=order__number', '=woo_refund_id')
    list_select_related = ('order',)
    ordering = ('-id',)


@admin.register(models.RefundLine)
class RefundLineAdmin(KeptAdmin):
    list_display = ('woo_item_id', 'refund', 'order_item', 'quantity', 'amount', 'tax')
    list_filter = (PresenceFilter, 'removed_reason')
    search_fields = ('=woo_item_id',)
    list_select_related = ('refund', 'order_item')
    ordering = ('-id',)


@admin.register(models.Ticket)
class TicketAdmin(KeptAdmin):
    list_display = (
        'ticket_number',
        'first_name',
        'last_name',
        'event',
        'ticket_tier',
        'status',
        'check_in_status',
        'order',
        'removed_at',
    )
    list_filter = (
        PresenceFilter,
        'status',
        'check_in_status',
        ('event', admin.RelatedOnlyFieldListFilter),
        'origin',
        'removed_reason',
    )
    search_fields = ('first_name', 'last_name', 'email', 'ticket_number', '=woo_order_id')
    list_select_related = ('event', 'ticket_tier', 'order')
    ordering = ('-id',)


@admin.register(models.CheckIn)
class CheckInAdmin(KeptAdmin):
    list_display = ('ticket', 'day', 'status', 'at', 'origin', 'made_by')
    list_filter = ('status', 'origin', 'day')
    search_fields = ('ticket__ticket_number', 'ticket__email')
    list_select_related = ('ticket',)
    ordering = ('-id',)


@admin.register(models.RefusedCheckIn)
class RefusedCheckInAdmin(KeptAdmin):
    list_display = ('ticket', 'day', 'reason', 'at', 'made_by')
    list_filter = ('reason',)
    search_fields = ('ticket__ticket_number', 'ticket__email')
    list_select_related = ('ticket',)
    ordering = ('-id',)


@admin.register(models.User)
class UserAdmin(KeptAdmin):
    list_display = ('email', 'name', 'role', 'disabled_at', 'last_login_at')
    list_filter = ('role',)
    search_fields = ('email', 'name')
    ordering = ('-id',)


@admin.register(models.SyncConfiguration)
class SyncConfigurationAdmin(KeptAdmin):
    list_display = (
        'name',
        'organizer',
        'woo_product_id',
        'frequency',
        'status',
        'last_sync_status',
        'next_due_at',
    )
    list_filter = ('status', 'frequency', 'last_sync_status', ('organizer', admin.RelatedOnlyFieldListFilter))
    search_fields = ('name', 'event_name', '=woo_product_id')
    list_select_related = ('organizer',)
    ordering = ('-id',)


@admin.register(models.SyncExecution)
class SyncExecutionAdmin(KeptAdmin):
    list_display = (
        'configuration',
        'trigger',
        'depth',
        'status',
        'verification',
        'started_at',
        'finished_at',
    )
    list_filter = (
        'status',
        'verification',
        'trigger',
        'depth',
        ('configuration', admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ('error_code', 'error_message')
    list_select_related = ('configuration',)
    ordering = ('-id',)


@admin.register(models.Conflict)
class ConflictAdmin(KeptAdmin):
    list_display = ('configuration', 'kind', 'table_name', 'field', 'created_at', 'settled_at', 'settled_as')
    list_filter = ('kind', 'table_name', 'settled_as', ('configuration', admin.RelatedOnlyFieldListFilter))
    search_fields = ('field', 'note')
    list_select_related = ('configuration',)
    ordering = ('-id',)


@admin.register(models.SyncReject)
class SyncRejectAdmin(KeptAdmin):
    list_display = ('configuration', 'kind', 'woo_id', 'code', 'message', 'settled_at')
    list_filter = ('kind', 'code', ('configuration', admin.RelatedOnlyFieldListFilter))
    search_fields = ('=woo_id', '=woo_order_id', 'message')
    list_select_related = ('configuration',)
    ordering = ('-id',)


@admin.register(models.SyncNote)
class SyncNoteAdmin(KeptAdmin):
    list_display = ('configuration', 'kind', 'woo_id', 'field', 'reason')
    list_filter = ('kind', 'reason', ('configuration', admin.RelatedOnlyFieldListFilter))
    search_fields = ('=woo_id', '=woo_order_id')
    list_select_related = ('configuration',)
    ordering = ('-id',)
