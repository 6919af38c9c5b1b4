"""How the value of a column becomes that of a field."""

from decimal import Decimal

from django.core.exceptions import ValidationError

#: the key for every value that "values" does not list
OTHERWISE = '*'
NOTHING = 'null'


class RowFault(Exception):
    """A row that cannot be written as the mapping says."""


class Choice:
    """Where a field takes its value from."""

    def __init__(self, field, column, values):
        self.field = field
        self.column = column
        self.values = values

    def value(self, given):
        chosen = given if self.values is None else self.chosen(given)
        return as_field(self.field, chosen)

    def lacks(self, row):
        """Whether the row has nothing there; "values" may make something of that."""
        return row[self.column] is None and self.values is None

    def chosen(self, given):
        word = NOTHING if given is None else str(given).lower() if isinstance(given, bool) else str(given)
        if word in self.values:
            return self.values[word]
        if OTHERWISE in self.values:
            return self.values[OTHERWISE]
        raise RowFault(f'"{self.field.name}" has no value for "{word}" of {self.column}.')


def as_field(field, value):
    """The value as the field keeps it, so that it equals what is read of a row with it."""
    if value is None:
        if field.null:
            return None
        if field.empty_strings_allowed:
            return ''
        raise RowFault(f'"{field.name}" must have a value, and the row has none.')
    try:
        kept = field.to_python(value)
        if isinstance(kept, Decimal):
            kept = exact(field, kept)
        field.run_validators(kept)
    except ValidationError as error:
        raise RowFault(f'"{field.name}": {" ".join(error.messages)}') from error
    if field.choices and kept not in [one for one, _ in field.flatchoices]:
        raise RowFault(f'"{field.name}" does not take "{kept}".')
    return kept


def exact(field, value):
    """Without the zeros that the column has more than the field; anything else would lose money in silence."""
    places = getattr(field, 'decimal_places', None)
    if places is None:
        return value
    kept = value.quantize(Decimal(1).scaleb(-places))
    if kept != value:
        raise RowFault(f'"{field.name}" has {places} decimals, and {value.normalize():f} has more.')
    return kept
