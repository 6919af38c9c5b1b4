# Made from the migrated schema by "npm run django-app": changes belong there.
"""The tables of Taquilla's backend. Taquilla makes and changes them; Django never migrates them."""

from django.db import models

from .kept import KeptModel


class Organizer(KeptModel):
    id = models.UUIDField(primary_key=True, editable=False)
    name = models.TextField()
    slug = models.TextField(unique=True)
    contact_email = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'organizers'
        verbose_name = 'organizer'
        verbose_name_plural = 'organizers'

    def __str__(self):
        return self.label_of(self.name)


class Event(KeptModel):
    STATUS_CHOICES = (('draft', 'Draft'), ('published', 'Published'), ('archived', 'Archived'))
    VISIBILITY_CHOICES = (('public', 'Public'), ('private', 'Private'))
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    organizer = models.ForeignKey(
        'Organizer',
        models.DO_NOTHING,
        db_column='organizer_id',
        related_name='events',
    )
    configuration = models.OneToOneField(
        'SyncConfiguration',
        models.DO_NOTHING,
        db_column='configuration_id',
        related_name='event',
        blank=True,
        null=True,
    )
    title = models.TextField()
    slug = models.TextField(unique=True)
    description = models.TextField(blank=True, null=True)
    status = models.TextField(choices=STATUS_CHOICES)
    visibility = models.TextField(choices=VISIBILITY_CHOICES)
    starts_at = models.DateTimeField(blank=True, null=True)
    ends_at = models.DateTimeField(blank=True, null=True)
    timezone = models.TextField()
    venue = models.TextField(blank=True, null=True)
    woo_product_id = models.BigIntegerField()
    woo_variation_id = models.BigIntegerField(blank=True, null=True)
    store_url = models.TextField()
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    num_days = models.IntegerField()
    product_days = models.JSONField(blank=True, null=True)
    product_zones = models.JSONField(blank=True, null=True)

    edited_here = ('title', 'description', 'starts_at', 'ends_at', 'timezone', 'venue')
    is_followed = True

    class Meta:
        managed = False
        db_table = 'events'
        verbose_name = 'event'
        verbose_name_plural = 'events'

    def __str__(self):
        return self.label_of(self.title)


class TicketTier(KeptModel):
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.ForeignKey('Event', models.DO_NOTHING, db_column='event_id', related_name='ticket_tiers')
    name = models.TextField()
    woo_product_id = models.BigIntegerField()
    woo_variation_id = models.BigIntegerField()
    price = models.DecimalField(max_digits=26, decimal_places=8, blank=True, null=True)
    currency = models.TextField()
    capacity = models.IntegerField(blank=True, null=True)
    form = models.ForeignKey(
        'Form',
        models.DO_NOTHING,
        db_column='form_id',
        related_name='ticket_tiers',
        blank=True,
        null=True,
    )
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    stock_left = models.IntegerField(blank=True, null=True)

    edited_here = ('name', 'price', 'capacity')
    is_followed = True

    class Meta:
        managed = False
        db_table = 'ticket_tiers'
        verbose_name = 'ticket tier'
        verbose_name_plural = 'ticket tiers'
        unique_together = (('event', 'woo_product_id', 'woo_variation_id'),)

    def __str__(self):
        return self.label_of(self.name)


class Form(KeptModel):
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.ForeignKey('Event', models.DO_NOTHING, db_column='event_id', related_name='forms')
    name = models.TextField()
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    woo_product_id = models.BigIntegerField(blank=True, null=True)

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'forms'
        verbose_name = 'form'
        verbose_name_plural = 'forms'
        unique_together = (('event', 'woo_product_id'),)

    def __str__(self):
        return self.label_of(self.name)


class FormField(KeptModel):
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    form = models.ForeignKey('Form', models.DO_NOTHING, db_column='form_id', related_name='form_fields')
    key = models.TextField()
    label = models.TextField()
    type = models.TextField()
    required = models.BooleanField()
    options = models.JSONField(blank=True)
    position = models.IntegerField()
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'form_fields'
        verbose_name = 'form field'
        verbose_name_plural = 'form fields'
        unique_together = (('form', 'key'),)

    def __str__(self):
        return self.label_of(self.label)


class Order(KeptModel):
    STATUS_CHOICES = (
        ('pending', 'Pending'),
        ('on_hold', 'On hold'),
        ('paid', 'Paid'),
        ('cancelled', 'Cancelled'),
        ('refunded', 'Refunded'),
        ('failed', 'Failed'),
        ('trashed', 'Trashed'),
    )
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.ForeignKey('Event', models.DO_NOTHING, db_column='event_id', related_name='orders')
    woo_order_id = models.BigIntegerField()
    number = models.TextField()
    status = models.TextField(choices=STATUS_CHOICES)
    source_status = models.TextField()
    email = models.TextField(blank=True, null=True)
    first_name = models.TextField(blank=True, null=True)
    last_name = models.TextField(blank=True, null=True)
    phone = models.TextField(blank=True, null=True)
    billing = models.JSONField(blank=True, null=True)
    payment_method = models.TextField(blank=True, null=True)
    payment_method_title = models.TextField(blank=True, null=True)
    transaction_id = models.TextField(blank=True, null=True)
    coupon_codes = models.JSONField(blank=True)
    customer_note = models.TextField(blank=True, null=True)
    currency = models.TextField()
    subtotal = models.DecimalField(max_digits=26, decimal_places=8)
    discount = models.DecimalField(max_digits=26, decimal_places=8)
    tax = models.DecimalField(max_digits=26, decimal_places=8)
    total = models.DecimalField(max_digits=26, decimal_places=8)
    refunded_by_lines = models.DecimalField(max_digits=26, decimal_places=8)
    refunded_apportioned = models.DecimalField(max_digits=26, decimal_places=8)
    refunded = models.DecimalField(max_digits=26, decimal_places=8)
    net = models.DecimalField(max_digits=26, decimal_places=8)
    service_fee = models.DecimalField(max_digits=26, decimal_places=8)
    organizer_amount = models.DecimalField(max_digits=26, decimal_places=8)
    rounding = models.DecimalField(max_digits=26, decimal_places=8)
    order_total = models.DecimalField(max_digits=26, decimal_places=8)
    order_refunded = models.DecimalField(max_digits=26, decimal_places=8)
    ordered_at = models.DateTimeField(blank=True, null=True)
    paid_at = models.DateTimeField(blank=True, null=True)
    completed_at = models.DateTimeField(blank=True, null=True)
    modified_at = models.DateTimeField(blank=True, null=True)
    anonymised_at = models.DateTimeField(blank=True, null=True)
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'orders'
        verbose_name = 'order'
        verbose_name_plural = 'orders'
        unique_together = (('event', 'woo_order_id'),)

    def __str__(self):
        return self.label_of(self.number)


class OrderItem(KeptModel):
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    order = models.ForeignKey('Order', models.DO_NOTHING, db_column='order_id', related_name='order_items')
    ticket_tier = models.ForeignKey(
        'TicketTier',
        models.DO_NOTHING,
        db_column='ticket_tier_id',
        related_name='order_items',
        blank=True,
        null=True,
    )
    woo_item_id = models.BigIntegerField()
    name = models.TextField()
    quantity = models.IntegerField()
    refunded_quantity = models.IntegerField()
    subtotal = models.DecimalField(max_digits=26, decimal_places=8)
    discount = models.DecimalField(max_digits=26, decimal_places=8)
    tax = models.DecimalField(max_digits=26, decimal_places=8)
    total = models.DecimalField(max_digits=26, decimal_places=8)
    refunded = models.DecimalField(max_digits=26, decimal_places=8)
    unticketed_quantity = models.IntegerField()
    unticketed_amount = models.DecimalField(max_digits=26, decimal_places=8)
    attributes = models.JSONField(blank=True)
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'order_items'
        verbose_name = 'order item'
        verbose_name_plural = 'order items'
        unique_together = (('order', 'woo_item_id'),)

    def __str__(self):
        return self.label_of(self.name)


class Refund(KeptModel):
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    order = models.ForeignKey('Order', models.DO_NOTHING, db_column='order_id', related_name='refunds')
    woo_refund_id = models.BigIntegerField()
    amount = models.DecimalField(max_digits=26, decimal_places=8)
    order_amount = models.DecimalField(max_digits=26, decimal_places=8)
    reason = models.TextField(blank=True, null=True)
    refunded_at = models.DateTimeField(blank=True, null=True)
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'refunds'
        verbose_name = 'refund'
        verbose_name_plural = 'refunds'
        unique_together = (('order', 'woo_refund_id'),)

    def __str__(self):
        return self.label_of(self.woo_refund_id)


class RefundLine(KeptModel):
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    refund = models.ForeignKey(
        'Refund',
        models.DO_NOTHING,
        db_column='refund_id',
        related_name='refund_lines',
    )
    order_item = models.ForeignKey(
        'OrderItem',
        models.DO_NOTHING,
        db_column='order_item_id',
        related_name='refund_lines',
    )
    woo_item_id = models.BigIntegerField()
    quantity = models.IntegerField()
    amount = models.DecimalField(max_digits=26, decimal_places=8)
    tax = models.DecimalField(max_digits=26, decimal_places=8)
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'refund_lines'
        verbose_name = 'refund line'
        verbose_name_plural = 'refund lines'
        unique_together = (('refund', 'woo_item_id'),)

    def __str__(self):
        return self.label_of(self.woo_item_id)


class Ticket(KeptModel):
    ORIGIN_CHOICES = (('fooevents', 'Fooevents'), ('checkout', 'Checkout'), ('line_item', 'Line item'))
    STATUS_CHOICES = (
        ('active', 'Active'),
        ('pending', 'Pending'),
        ('inactive', 'Inactive'),
        ('cancelled', 'Cancelled'),
        ('refunded', 'Refunded'),
        ('orphaned', 'Orphaned'),
    )
    REMOVED_REASON_CHOICES = (('gone', 'Gone'), ('trashed', 'Trashed'), ('left_event', 'Left event'))

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.ForeignKey('Event', models.DO_NOTHING, db_column='event_id', related_name='tickets')
    order = models.ForeignKey(
        'Order',
        models.DO_NOTHING,
        db_column='order_id',
        related_name='tickets',
        blank=True,
        null=True,
    )
    order_item = models.ForeignKey(
        'OrderItem',
        models.DO_NOTHING,
        db_column='order_item_id',
        related_name='tickets',
        blank=True,
        null=True,
    )
    ticket_tier = models.ForeignKey(
        'TicketTier',
        models.DO_NOTHING,
        db_column='ticket_tier_id',
        related_name='tickets',
        blank=True,
        null=True,
    )
    origin = models.TextField(choices=ORIGIN_CHOICES)
    woo_ticket_id = models.BigIntegerField(blank=True, null=True)
    woo_order_id = models.BigIntegerField(blank=True, null=True)
    woo_product_id = models.BigIntegerField()
    woo_variation_id = models.BigIntegerField()
    pending_key = models.TextField(blank=True, null=True)
    ticket_number = models.TextField(blank=True, null=True)
    sequence_number = models.IntegerField(blank=True, null=True)
    display_number = models.TextField(blank=True, null=True)
    status = models.TextField(choices=STATUS_CHOICES)
    source_status = models.TextField(blank=True, null=True)
    source_post_status = models.TextField(blank=True, null=True)
    create_type = models.TextField(blank=True, null=True)
    check_in_status = models.TextField()
    checked_in_at = models.DateTimeField(blank=True, null=True)
    day_status = models.JSONField(blank=True)
    first_name = models.TextField(blank=True, null=True)
    last_name = models.TextField(blank=True, null=True)
    email = models.TextField(blank=True, null=True)
    phone = models.TextField(blank=True, null=True)
    company = models.TextField(blank=True, null=True)
    designation = models.TextField(blank=True, null=True)
    form_data = models.JSONField(blank=True)
    price = models.DecimalField(max_digits=26, decimal_places=8)
    currency = models.TextField(blank=True, null=True)
    service_fee = models.DecimalField(max_digits=26, decimal_places=8)
    organizer_amount = models.DecimalField(max_digits=26, decimal_places=8)
    removed_at = models.DateTimeField(blank=True, null=True)
    removed_reason = models.TextField(choices=REMOVED_REASON_CHOICES, blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    slot = models.TextField(blank=True, null=True)
    slot_at = models.DateTimeField(blank=True, null=True)
    slot_date = models.TextField(blank=True, null=True)
    seat_row = models.TextField(blank=True, null=True)
    seat_number = models.TextField(blank=True, null=True)

    edited_here = ('first_name', 'last_name', 'email', 'phone', 'company', 'designation', 'form_data')
    is_followed = True

    class Meta:
        managed = False
        db_table = 'tickets'
        verbose_name = 'ticket'
        verbose_name_plural = 'tickets'
        unique_together = (('event', 'woo_ticket_id'), ('order', 'pending_key'))

    def __str__(self):
        return self.label_of(self.first_name, self.last_name, self.ticket_number)


class CheckIn(KeptModel):
    STATUS_CHOICES = (
        ('checked_in', 'Checked in'),
        ('not_checked_in', 'Not checked in'),
        ('cancelled', 'Cancelled'),
    )
    ORIGIN_CHOICES = (('woocommerce', 'Woocommerce'), ('local', 'Local'))

    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey('Ticket', models.DO_NOTHING, db_column='ticket_id', related_name='check_ins')
    day = models.IntegerField()
    status = models.TextField(choices=STATUS_CHOICES)
    at = models.DateTimeField(blank=True, null=True)
    origin = models.TextField(choices=ORIGIN_CHOICES)
    woo_check_in_id = models.BigIntegerField(blank=True, null=True)
    execution_id = models.UUIDField(blank=True, null=True)
    made_by = models.ForeignKey(
        'User',
        models.DO_NOTHING,
        db_column='made_by',
        related_name='check_ins',
        blank=True,
        null=True,
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'check_ins'
        verbose_name = 'check in'
        verbose_name_plural = 'check ins'
        unique_together = (('ticket', 'woo_check_in_id'),)

    def __str__(self):
        return self.label_of(self.get_status_display(), self.day)


class RefusedCheckIn(KeptModel):
    id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(
        'Ticket',
        models.DO_NOTHING,
        db_column='ticket_id',
        related_name='refused_check_ins',
    )
    day = models.IntegerField(blank=True, null=True)
    reason = models.TextField()
    made_by = models.ForeignKey(
        'User',
        models.DO_NOTHING,
        db_column='made_by',
        related_name='refused_check_ins',
        blank=True,
        null=True,
    )
    at = models.DateTimeField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = True

    class Meta:
        managed = False
        db_table = 'refused_check_ins'
        verbose_name = 'refused check in'
        verbose_name_plural = 'refused check ins'

    def __str__(self):
        return self.label_of(self.reason)


class User(KeptModel):
    ROLE_CHOICES = (('superuser', 'Superuser'), ('operator', 'Operator'), ('viewer', 'Viewer'))
    LANGUAGE_CHOICES = (('en', 'En'), ('es', 'Es'))

    id = models.UUIDField(primary_key=True, editable=False)
    email = models.TextField()
    role = models.TextField(choices=ROLE_CHOICES)
    disabled_at = models.DateTimeField(blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    wants_alerts = models.BooleanField()
    language = models.TextField(choices=LANGUAGE_CHOICES)
    name = models.TextField(blank=True, null=True)
    sees_personal_data = models.BooleanField()
    last_login_at = models.DateTimeField(blank=True, null=True)

    edited_here = ()
    is_followed = False

    class Meta:
        managed = False
        db_table = 'users'
        verbose_name = 'user'
        verbose_name_plural = 'users'

    def __str__(self):
        return self.label_of(self.email)


class SyncConfiguration(KeptModel):
    FREQUENCY_CHOICES = (
        ('manual', 'Manual'),
        ('every_minute', 'Every minute'),
        ('every_5_minutes', 'Every 5 minutes'),
        ('every_15_minutes', 'Every 15 minutes'),
        ('hourly', 'Hourly'),
        ('daily', 'Daily'),
        ('weekly', 'Weekly'),
        ('monthly', 'Monthly'),
    )
    STATUS_CHOICES = (
        ('active', 'Active'),
        ('paused', 'Paused'),
        ('disabled', 'Disabled'),
        ('error', 'Error'),
    )
    REFUND_POLICY_CHOICES = (
        ('newest_not_checked_in', 'Newest not checked in'),
        ('oldest_not_checked_in', 'Oldest not checked in'),
    )
    LAST_SYNC_STATUS_CHOICES = (('success', 'Success'), ('failed', 'Failed'))
    TIMEZONE_SOURCE_CHOICES = (('given', 'Given'), ('store', 'Store'), ('installation', 'Installation'))
    LIVE_SWITCH_CHOICES = (('on', 'On'), ('off', 'Off'))

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.TextField()
    organizer = models.ForeignKey(
        'Organizer',
        models.DO_NOTHING,
        db_column='organizer_id',
        related_name='sync_configurations',
    )
    woo_product_id = models.BigIntegerField()
    woo_variation_id = models.BigIntegerField(blank=True, null=True)
    event_name = models.TextField()
    event_description = models.TextField(blank=True, null=True)
    event_start_date = models.DateTimeField(blank=True, null=True)
    event_end_date = models.DateTimeField(blank=True, null=True)
    ticket_tier_name = models.TextField()
    service_fee_percentage = models.DecimalField(max_digits=5, decimal_places=2)
    frequency = models.TextField(choices=FREQUENCY_CHOICES)
    status = models.TextField(choices=STATUS_CHOICES)
    refund_policy = models.TextField(choices=REFUND_POLICY_CHOICES)
    pinned_site_url = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    timezone = models.TextField()
    run_at = models.TimeField(blank=True, null=True)
    next_due_at = models.DateTimeField(blank=True, null=True)
    last_sync_at = models.DateTimeField(blank=True, null=True)
    last_sync_status = models.TextField(choices=LAST_SYNC_STATUS_CHOICES, blank=True, null=True)
    last_success_at = models.DateTimeField(blank=True, null=True)
    total_executions = models.IntegerField()
    successful_executions = models.IntegerField()
    failed_executions = models.IntegerField()
    unverified_executions = models.IntegerField()
    success_rate = models.DecimalField(max_digits=5, decimal_places=2, blank=True, null=True)
    created_by = models.ForeignKey(
        'User',
        models.DO_NOTHING,
        db_column='created_by',
        related_name='sync_configurations',
        blank=True,
        null=True,
    )
    sweep_budget_seconds = models.IntegerField()
    max_removal_percent = models.DecimalField(max_digits=5, decimal_places=2)
    deleted_at = models.DateTimeField(blank=True, null=True)
    timezone_source = models.TextField(choices=TIMEZONE_SOURCE_CHOICES, blank=True, null=True)
    store_timezone = models.TextField(blank=True, null=True)
    woo_translations = models.JSONField(blank=True)
    live_switch = models.TextField(choices=LIVE_SWITCH_CHOICES, blank=True, null=True)
    live_switch_until = models.DateTimeField(blank=True, null=True)

    edited_here = ()
    is_followed = False

    class Meta:
        managed = False
        db_table = 'sync_configurations'
        verbose_name = 'sync configuration'
        verbose_name_plural = 'sync configurations'

    def __str__(self):
        return self.label_of(self.name)


class SyncExecution(KeptModel):
    TRIGGER_CHOICES = (
        ('command_line', 'Command line'),
        ('manual', 'Manual'),
        ('schedule', 'Schedule'),
        ('retry', 'Retry'),
        ('live', 'Live'),
        ('webhook', 'Webhook'),
    )
    DEPTH_CHOICES = (('targeted', 'Targeted'), ('quick', 'Quick'), ('sweep', 'Sweep'), ('full', 'Full'))
    STATUS_CHOICES = (
        ('pending', 'Pending'),
        ('running', 'Running'),
        ('success', 'Success'),
        ('failed', 'Failed'),
        ('cancelled', 'Cancelled'),
    )
    VERIFICATION_CHOICES = (
        ('verified', 'Verified'),
        ('verified_with_rejects', 'Verified with rejects'),
        ('unverified', 'Unverified'),
    )
    STOP_REASON_CHOICES = (('cancelled', 'Cancelled'), ('paused', 'Paused'))
    REQUESTED_DEPTH_CHOICES = (
        ('targeted', 'Targeted'),
        ('quick', 'Quick'),
        ('sweep', 'Sweep'),
        ('full', 'Full'),
    )
    PROOF_SCOPE_CHOICES = (('touched', 'Touched'), ('whole', 'Whole'))

    id = models.UUIDField(primary_key=True, editable=False)
    configuration = models.ForeignKey(
        'SyncConfiguration',
        models.DO_NOTHING,
        db_column='configuration_id',
        related_name='sync_executions',
    )
    event = models.ForeignKey(
        'Event',
        models.DO_NOTHING,
        db_column='event_id',
        related_name='sync_executions',
        blank=True,
        null=True,
    )
    trigger = models.TextField(choices=TRIGGER_CHOICES)
    depth = models.TextField(choices=DEPTH_CHOICES, blank=True, null=True)
    status = models.TextField(choices=STATUS_CHOICES)
    verification = models.TextField(choices=VERIFICATION_CHOICES, blank=True, null=True)
    counts = models.JSONField(blank=True)
    timings_ms = models.JSONField(blank=True)
    unmapped_statuses = models.JSONField(blank=True)
    warnings = models.JSONField(blank=True)
    error_code = models.TextField(blank=True, null=True)
    error_message = models.TextField(blank=True, null=True)
    started_at = models.DateTimeField(blank=True, null=True)
    finished_at = models.DateTimeField(blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    planned_at = models.DateTimeField(blank=True, null=True)
    requested_by = models.ForeignKey(
        'User',
        models.DO_NOTHING,
        db_column='requested_by',
        related_name='sync_executions',
        blank=True,
        null=True,
    )
    retry_of = models.ForeignKey(
        'SyncExecution',
        models.DO_NOTHING,
        db_column='retry_of',
        related_name='sync_executions',
        blank=True,
        null=True,
    )
    max_retries = models.IntegerField()
    failed_attempts = models.IntegerField()
    takeovers = models.IntegerField()
    next_attempt_at = models.DateTimeField(blank=True, null=True)
    stop_reason = models.TextField(choices=STOP_REASON_CHOICES, blank=True, null=True)
    error_kind = models.TextField(blank=True, null=True)
    requested_depth = models.TextField(choices=REQUESTED_DEPTH_CHOICES, blank=True, null=True)
    proof_scope = models.TextField(choices=PROOF_SCOPE_CHOICES, blank=True, null=True)
    whole_proved_at = models.DateTimeField(blank=True, null=True)
    newest_change_at = models.DateTimeField(blank=True, null=True)
    first_failed_at = models.DateTimeField(blank=True, null=True)
    preview_id = models.UUIDField(blank=True, null=True)
    has_long_proof = models.BooleanField()

    edited_here = ()
    is_followed = False

    class Meta:
        managed = False
        db_table = 'sync_executions'
        verbose_name = 'sync execution'
        verbose_name_plural = 'sync executions'

    def __str__(self):
        return self.label_of(self.get_status_display(), self.created_at)


class Conflict(KeptModel):
    KIND_CHOICES = (('edited', 'Edited'), ('admitted', 'Admitted'))
    SETTLED_AS_CHOICES = (
        ('ours', 'Ours'),
        ('theirs', 'Theirs'),
        ('agreed', 'Agreed'),
        ('acknowledged', 'Acknowledged'),
    )

    id = models.UUIDField(primary_key=True, editable=False)
    configuration = models.ForeignKey(
        'SyncConfiguration',
        models.DO_NOTHING,
        db_column='configuration_id',
        related_name='conflicts',
    )
    execution = models.ForeignKey(
        'SyncExecution',
        models.DO_NOTHING,
        db_column='execution_id',
        related_name='conflicts',
    )
    table_name = models.TextField()
    row_id = models.UUIDField()
    field = models.TextField()
    base = models.JSONField(blank=True, null=True)
    ours = models.JSONField(blank=True, null=True)
    theirs = models.JSONField(blank=True, null=True)
    settled_at = models.DateTimeField(blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    kind = models.TextField(choices=KIND_CHOICES)
    settled_as = models.TextField(choices=SETTLED_AS_CHOICES, blank=True, null=True)
    settled_by = models.ForeignKey(
        'User',
        models.DO_NOTHING,
        db_column='settled_by',
        related_name='conflicts',
        blank=True,
        null=True,
    )
    note = models.TextField(blank=True, null=True)
    seen_valid_at = models.DateTimeField(blank=True, null=True)

    edited_here = ()
    is_followed = False

    class Meta:
        managed = False
        db_table = 'conflicts'
        verbose_name = 'conflict'
        verbose_name_plural = 'conflicts'

    def __str__(self):
        return self.label_of(self.table_name, self.field)


class SyncReject(KeptModel):
    KIND_CHOICES = (('order', 'Order'), ('ticket', 'Ticket'))

    id = models.UUIDField(primary_key=True, editable=False)
    configuration = models.ForeignKey(
        'SyncConfiguration',
        models.DO_NOTHING,
        db_column='configuration_id',
        related_name='sync_rejects',
    )
    execution = models.ForeignKey(
        'SyncExecution',
        models.DO_NOTHING,
        db_column='execution_id',
        related_name='sync_rejects',
    )
    kind = models.TextField(choices=KIND_CHOICES)
    woo_id = models.BigIntegerField()
    woo_order_id = models.BigIntegerField(blank=True, null=True)
    code = models.TextField()
    message = models.TextField()
    settled_at = models.DateTimeField(blank=True, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    left_out_currency = models.TextField(blank=True, null=True)
    left_out_total = models.DecimalField(max_digits=26, decimal_places=8, blank=True, null=True)
    left_out_is_partial = models.BooleanField()
    left_out_tickets = models.BigIntegerField(blank=True, null=True)
    left_out_checked_in = models.BigIntegerField(blank=True, null=True)
    dismissed_at = models.DateTimeField(blank=True, null=True)
    dismissed_by = models.ForeignKey(
        'User',
        models.DO_NOTHING,
        db_column='dismissed_by',
        related_name='sync_rejects',
        blank=True,
        null=True,
    )
    dismiss_note = models.TextField(blank=True, null=True)

    edited_here = ()
    is_followed = False

    class Meta:
        managed = False
        db_table = 'sync_rejects'
        verbose_name = 'sync reject'
        verbose_name_plural = 'sync rejects'

    def __str__(self):
        return self.label_of(self.get_kind_display(), self.woo_id)


class SyncNote(KeptModel):
    KIND_CHOICES = (('order', 'Order'), ('ticket', 'Ticket'))

    id = models.UUIDField(primary_key=True, editable=False)
    configuration = models.ForeignKey(
        'SyncConfiguration',
        models.DO_NOTHING,
        db_column='configuration_id',
        related_name='sync_notes',
    )
    execution = models.ForeignKey(
        'SyncExecution',
        models.DO_NOTHING,
        db_column='execution_id',
        related_name='sync_notes',
        blank=True,
        null=True,
    )
    kind = models.TextField(choices=KIND_CHOICES)
    woo_id = models.BigIntegerField()
    woo_order_id = models.BigIntegerField(blank=True, null=True)
    field = models.TextField()
    reason = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    edited_here = ()
    is_followed = False

    class Meta:
        managed = False
        db_table = 'sync_notes'
        verbose_name = 'sync note'
        verbose_name_plural = 'sync notes'
        unique_together = (('configuration', 'kind', 'woo_id', 'field'),)

    def __str__(self):
        return self.label_of(self.get_kind_display(), self.woo_id, self.field)
