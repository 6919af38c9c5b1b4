-- Which slot of an event a ticket is for, and where its holder sits, as the store's plugin for bookings or seats says.
-- Programs of an older version leave the columns empty; the next execution of each configuration fills them.

alter table tickets
  add column slot text,
  add column slot_at timestamptz,
  add column slot_date text,
  add column seat_row text,
  add column seat_number text;

-- Few events have slots or seats: the indexes hold the tickets of these alone.
create index tickets_slots on tickets (event_id, slot_at, slot) where slot is not null;
create index tickets_seats on tickets (event_id, seat_row, seat_number) where seat_row is not null;
create index tickets_places on tickets using gin (to_tsvector('simple',
  search_words(slot) || ' ' || search_words(seat_row) || ' ' || search_words(seat_number)))
  where slot is not null or seat_row is not null or seat_number is not null;
