"""What the generated models and admin pages have in common."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import models

LONG_TEXTS = ('description', 'customer_note', 'note', 'message', 'error_message')


class KeptModel(models.Model):
    """A row that Taquilla keeps: only the fields in `edited_here` are written, and only where they were changed.

    Django's own save() writes every column as it was read, and would undo what a sync wrote meanwhile.
    """

    edited_here = ()
    is_followed = False

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._as_read = {name: row.__dict__[name] for name in field_names if name in row.__dict__}
        return row

    def refresh_from_db(self, using=None, fields=None, **kwargs):
        super().refresh_from_db(using=using, fields=fields, **kwargs)
        as_read = self.__dict__.setdefault('_as_read', {})
        for field in self._meta.concrete_fields:
            # Django itself asks for a deferred relation by its attribute
            asked = fields is None or field.name in fields or field.attname in fields
            if asked and field.attname in self.__dict__:
                as_read[field.attname] = self.__dict__[field.attname]

    def save(self, force_insert=False, force_update=False, using=None, update_fields=None):
        if self._state.adding or force_insert:
            raise PermissionDenied(f'Taquilla makes the rows of {self._meta.db_table}, and nobody else.')
        read = self.__dict__.setdefault('_as_read', {})
        present = [field for field in self._meta.concrete_fields if field.attname in self.__dict__]
        # a deferred field that was set has not been read
        changed = [
            field
            for field in present
            if field.attname not in read or read[field.attname] != self.__dict__[field.attname]
        ]
        foreign = [field.name for field in changed if field.name not in self.edited_here]
        if foreign:
            raise PermissionDenied(
                f'{self._meta.db_table}: the sync owns {", ".join(foreign)}; '
                f'what may be edited here: {", ".join(self.edited_here) or "nothing"}.'
            )
        names = [field.name for field in changed if update_fields is None or field.name in update_fields]
        if names:
            super().save(force_update=True, using=using, update_fields=names)
            read.update({field.attname: getattr(self, field.attname) for field in changed if field.name in names})

    def delete(self, *args, **kwargs):
        raise PermissionDenied(f'Taquilla marks rows of {self._meta.db_table} as removed and never deletes them.')

    def label_of(self, *parts):
        return ' '.join(str(part) for part in parts if part not in (None, '')) or str(self.pk)


class PresenceFilter(admin.SimpleListFilter):
    """Rows that the store still has come first: the others stay, marked."""

    title = 'presence'
    parameter_name = 'presence'

    def lookups(self, request, model_admin):
        return (('present', 'In the store'), ('removed', 'Removed'))

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(removed_at__isnull=self.value() == 'present')


class KeptAdmin(admin.ModelAdmin):
    """Lists and shows everything; lets people change what they may edit, and nothing else."""

    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.model._meta.fields if field.name not in self.model.edited_here]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return bool(self.model.edited_here) and super().has_change_permission(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            if isinstance(db_field, models.TextField) and db_field.name not in LONG_TEXTS and not db_field.choices:
                field.widget = AdminTextInputWidget()
            # compared with what the page showed, not with what a sync has written since
            field.show_hidden_initial = True
            if isinstance(db_field, models.TextField) and db_field.null:
                field.empty_value = None
        return field

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=form.changed_data)
